using System.Net.Http.Headers;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Impasto.Studio.Tests;

/// <summary>A studio of its own in an empty folder, with tiny pictures to send it.</summary>
internal sealed class Studio : RunningStudio
{
    private Studio(StudioServer server, StudioSettings settings) : base(server.Address)
    {
        Server = server;
        Settings = settings;
    }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public StudioServer Server { get; private set; }

    public StudioSettings Settings { get; }

    public static byte[] Photo { get; } = Encode(TestPictures.Ramp(48, 40));

    public static byte[] Painting { get; } = Encode(TestPictures.Noise(40, 48, seed: 3));

    /// <summary>The usual settings for tests.</summary>
    public static StudioSettings Usual(string folder) => new()
    {
        DataFolder = folder,
        Port = 0,
        Device = () => new CpuDevice(1),
        Network = _ => NetworkCatalog.Compact(),
    };

    /// <summary>A studio that leaves runs waiting until a test executes them.</summary>
    public static Task<Studio> StartIdleAsync() =>
        StartAsync(settings => settings with { Limits = new StudioLimits { RunsAtOnce = 0 } });

    public static async Task<Studio> StartAsync(Func<StudioSettings, StudioSettings>? change = null)
    {
        StudioSettings settings = Usual(Directory.CreateTempSubdirectory("impasto-test-").FullName);
        settings = change?.Invoke(settings) ?? settings;
        return new Studio(await StudioServer.StartAsync(settings, Cancellation), settings);
    }

    public static byte[] Encode(Picture picture) => PictureWriter.Encode(picture, PictureFormat.Png);

    /// <summary>A form with a photograph and a painting; its run takes two steps at 32 pixels.</summary>
    public static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent
        {
            { Part(Photo), "content", "photo.png" }, { Part(Painting), "style", "painting.png" },
        };
        (string Name, string Value)[] quick = [("size", "32"), ("steps", "2"), ("min-size", "0")];
        HashSet<string> given = [.. fields.Select(field => field.Name)];
        IEnumerable<(string Name, string Value)> usual = quick.Where(field => !given.Contains(field.Name));
        foreach ((string name, string value) in usual.Concat(fields))
            form.Add(new StringContent(value), name);
        return form;
    }

    public static ByteArrayContent Part(byte[] bytes)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return part;
    }

    /// <summary>A service of the studio.</summary>
    public T Service<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    /// <summary>Ends the studio cleanly and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Server.DisposeAsync();
        Server = await StudioServer.StartAsync(Settings, Cancellation);
        Http.Dispose();
        Http = new HttpClient { BaseAddress = Server.Address };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(Settings.DataFolder, recursive: true);
    }
}
