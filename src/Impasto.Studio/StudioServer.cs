using System.Net.Sockets;
using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Events;
using Impasto.Studio.Lists;
using Impasto.Studio.Looks;
using Impasto.Studio.Plans;
using Impasto.Studio.QueueViews;
using Impasto.Studio.Requests;
using Impasto.Studio.Requests.Batches;
using Impasto.Studio.Runs;
using Impasto.Studio.Safety;
using Impasto.Studio.Sharing;
using Impasto.Studio.Uploads;
using Impasto.Studio.Views;
using Impasto.Studio.Web;
using Impasto.Studio.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Impasto.Studio;

/// <summary>A studio: the page, the service, and a worker unless the work is left to other programs.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    // Beside the event streams: pages, programs, and health checks.
    private const int SpareConnections = 500;

    private const int ReadAhead = 128 << 10;

    // Pictures are compressed already, and an event must not wait for the next one.
    private static readonly string[] CompressedTypes =
    [
        "text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/problem+json",
    ];

    private readonly WebApplication _app;
    private readonly StudioStore _store;
    private bool _isDisposed;

    private StudioServer(StudioSettings settings, StudioStore store, ServedCertificate? certificate)
    {
        _app = Build(settings, store, certificate);
        _store = store;
    }

    /// <summary>The address it listens on: http://127.0.0.1:5080.</summary>
    public Uri Address
    {
        get
        {
            IServer server = _app.Services.GetRequiredService<IServer>();
            return new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        }
    }

    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts a studio.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ImpastoException">
    /// The port, the data folder, the store or the certificate can't be used, or a token is missing.
    /// </exception>
    public static async Task<StudioServer> StartAsync(StudioSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var certificate = ServedCertificate.Open(settings);
        if (settings.WebhookSecret is { } secret)
            _ = new WebhookSignature(secret);
        settings.TryPainting();
        StudioStore store = await OpenStoreAsync(settings);
        settings = settings with { NeedsToken = settings.Token is not null || await store.Tokens.AnyAsync() };
        var server = new StudioServer(settings, store, certificate);
        try
        {
            if (settings is { IsReachable: true, NeedsToken: false })
                throw new ImpastoException($"Listening on {settings.Address} needs a token: others can reach it.");
            await server._app.StartAsync(cancellation);
            return server;
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new ImpastoException(
                $"The studio can't listen on port {settings.Port} of {settings.Address}: "
                + $"{failure.Message.TrimEnd('.')}.",
                failure);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until the studio is asked to end, then ends it cleanly: steps are finished and checkpoints kept.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(_app.Lifetime.StopApplication);
        await _app.WaitForShutdownAsync(CancellationToken.None);
    }

    /// <summary>Ends the studio cleanly. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static async Task<StudioStore> OpenStoreAsync(StudioSettings settings)
    {
        var store = StudioStore.Open(settings);
        try
        {
            await store.PrepareAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(StudioSettings settings, StudioStore store, ServedCertificate? certificate)
    {
        var connections = new ConnectionLimit(
            settings.Limits.MaxStreams + SpareConnections, settings.Limits.MaxConnectionsPerAddress, settings.Proxies);
        // Not the current folder, which may be gone.
        var empty = new WebApplicationOptions
        {
            ApplicationName = "Impasto.Studio", ContentRootPath = AppContext.BaseDirectory,
        };
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(empty);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Limits.MaxUploadBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            // The bytes of a body that nobody has read yet are counted nowhere else.
            kestrel.Limits.MaxRequestBufferSize = ReadAhead;
            kestrel.Listen(settings.Address, settings.Port, listen =>
            {
                listen.Use(connections.Around);
                certificate?.Use(listen);
            });
        });
        StudioServices.Add(builder, settings, store);
        AddWeb(builder.Services, settings);
        WebApplication app = builder.Build();
        Use(app, settings, connections);
        return app;
    }

    private static void AddWeb(IServiceCollection services, StudioSettings settings)
    {
        services.AddRouting();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options => StudioJson.Apply(options.SerializerOptions));
        services.AddResponseCompression(options =>
        {
            // Answers repeat nothing secret, so that their length tells nothing.
            options.EnableForHttps = true;
            options.MimeTypes = CompressedTypes;
        });
        ApiDescription.Add(services, settings);
        services.AddSingleton(new GuardedConnection { Allows = settings.AllowedAddresses ?? PublicAddress.IsPublic });
        services.AddSingleton<GuardedFetch>();
        services.AddSingleton<UploadBudget>();
        services.AddSingleton<SlowTries>();
        services.AddSingleton<TokenWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenWatch>());
        services.AddSingleton<RunForm>();
        services.AddSingleton<BatchForm>();
        services.AddSingleton<GlancePreview>();
        services.AddSingleton<RunPictures>();
        services.AddSingleton<PlanForm>();
        services.AddSingleton<FileLook>();
        services.AddSingleton<PlanPace>();
        services.AddSingleton<RunPlans>();
        services.AddSingleton<RunCreation>();
        services.AddSingleton<RunControl>();
        services.AddSingleton<BatchControl>();
        services.AddSingleton<QueueControl>();
        services.AddSingleton<QueueReport>();
        services.AddSingleton<RunLists>();
        services.AddSingleton<ResultFiles>();
        services.AddSingleton<ShareFile>();
        services.AddSingleton<RecipeReader>();
        services.AddSingleton<RunFeed>();
        services.AddSingleton<RunWatch>();
        services.AddSingleton<RunWait>();
        services.AddHostedService(provider => provider.GetRequiredService<RunWatch>());
        if (settings.WebhookSecret is null)
            return;
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookService>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookService>());
    }

    private static void Use(WebApplication app, StudioSettings settings, ConnectionLimit connections)
    {
        app.Use(connections.Around);
        ForwardedAddress.Use(app, settings);
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseMiddleware<ProblemAnswers>();
        app.UseStatusCodePages(context => ProblemAnswers.WriteStatusAsync(context.HttpContext));
        app.UseMiddleware<ClientLimit>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<CrossOriginAnswers>();
        app.UseMiddleware<OriginGuard>();
        if (settings.NeedsToken)
            app.UseMiddleware<TokenGuard>();
        // After the tokens: signing in takes a few bytes, and must be possible when there is no room.
        app.UseMiddleware<UploadGuard>();
        app.UseMiddleware<HeadAnswers>();
        app.UseRouting();
        app.UseMiddleware<TaggedAnswers>();
        PageFiles.Map(app);
        RunRoutes.Map(app);
        BatchRoutes.Map(app);
        QueueRoutes.Map(app);
        ListRoutes.Map(app);
        FileRoutes.Map(app);
        ZipRoutes.Map(app);
        ShareRoutes.Map(app);
        EventRoutes.Map(app);
        CatalogRoutes.Map(app);
        PreviewRoutes.Map(app);
        PlanRoutes.Map(app);
        LookRoutes.Map(app);
        HealthRoutes.Map(app);
        app.MapOpenApi().WithMetadata(TaggedAnswer.Wanted);
    }
}
