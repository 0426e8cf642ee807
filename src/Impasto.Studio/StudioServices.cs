using System.Collections;
using Impasto.Studio.Clips;
using Impasto.Studio.Painting;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Impasto.Studio;

/// <summary>The services that studio and worker share: store, queue, logs, metrics.</summary>
internal static class StudioServices
{
    public static void Add(IHostApplicationBuilder builder, StudioSettings settings, StudioStore store)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(settings.Clock);
        services.AddSingleton(store);
        services.AddSingleton(store.Runs);
        services.AddSingleton(store.Claims);
        services.AddSingleton(store.Tokens);
        services.AddSingleton(store.Database);
        services.AddSingleton(store.Blobs);
        services.AddSingleton(store.Checkpoints);
        services.AddSingleton(store.Work);
        services.AddSingleton<PictureFiles>();
        services.AddSingleton<ClipFiles>();
        services.AddSingleton<StudioMetrics>();
        AddPainting(services, settings);
        services.AddSingleton<RunQueue>();
        services.AddSingleton<QueueOrder>();
        services.AddSingleton<WorkerPresence>();
        services.AddSingleton<StoreRetry>();
        services.AddHostedService<QueueService>();
        services.AddHostedService<QueueCare>();
        // A step on a large picture takes long, and the shutdown waits until it is finished.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(5));
        AddLogs(builder.Logging, settings);
        AddMetrics(builder);
    }

    private static void AddPainting(IServiceCollection services, StudioSettings settings)
    {
        services.AddSingleton(settings.CreatePool());
        services.AddSingleton<ProgressStore>();
        services.AddSingleton<RunFailure>();
        services.AddSingleton<RunPainter>();
        services.AddSingleton<ClipPainter>();
        services.AddSingleton<RunEnding>();
        services.AddSingleton<RunExecution>();
    }

    private static void AddLogs(ILoggingBuilder logs, StudioSettings settings)
    {
        logs.ClearProviders();
        if (settings.JsonLogs)
            logs.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else
            logs.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
        logs.SetMinimumLevel(LogLevel.Information);
        logs.AddFilter("Microsoft", LogLevel.Warning);
        // What fails at the start is reported by the exception, in one sentence and not with a stack trace as well.
        logs.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logs.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        logs.AddFilter("Microsoft.AspNetCore.Server.Kestrel.", LogLevel.Warning);
    }

    // Nothing is sent anywhere unless OTEL_EXPORTER_OTLP_ENDPOINT names a collector. OpenTelemetry reads its variables
    // from the host's configuration, which has nothing else from the environment.
    private static void AddMetrics(IHostApplicationBuilder builder)
    {
        Dictionary<string, string?> variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddMetrics();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(StudioMetrics.Name));
        if (variables.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT"))
            telemetry.UseOtlpExporter();
    }
}
