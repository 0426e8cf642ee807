using System.Net;
using Amazon.Runtime;
using Impasto.Engines;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Video.Painting;

namespace Impasto.Studio;

/// <summary>The settings of a studio or a worker.</summary>
public sealed record StudioSettings
{
    /// <summary>
    /// Folder of pictures, runs and queue. With <see cref="Store"/> set, it holds temporary files only.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>Opens the device that does the work.</summary>
    public required Func<ComputeDevice> Device { get; init; }

    /// <summary>Loads the network, at least down to a layer.</summary>
    public required Func<LayerName, LoadedNetwork> Network { get; init; }

    /// <summary>What the command line calls the network. Default auto.</summary>
    public string NetworkName { get; init; } = "auto";

    /// <summary>
    /// Connection string of a PostgreSQL database for runs, queue and pictures; null (the default) keeps them in the
    /// data folder.
    /// </summary>
    public string? Store { get; init; }

    /// <summary>
    /// Where the pictures and clips of runs are, as s3://BUCKET or s3://BUCKET/PREFIX of an S3-compatible store, with
    /// the key where the AWS tools look for it (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, the machine's
    /// role) and the region in AWS_REGION. Null (the default): in the database or the data folder.
    /// </summary>
    public string? Files { get; init; }

    /// <summary>The address of a store that is not Amazon's; null (the default) for Amazon's.</summary>
    public Uri? FilesEndpoint { get; init; }

    /// <summary>The key for <see cref="Files"/>; null (the default) looks for it.</summary>
    internal AWSCredentials? FilesKeys { get; init; }

    /// <summary>The address to listen on. Default: this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one. Default 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>
    /// A secret that clients may show, beside the named tokens in the store; null for none. One
    /// of these is required if others can reach the studio.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// The certificate with which the studio serves https itself; null (the default) serves http.
    /// </summary>
    public StudioCertificate? Certificate { get; init; }

    /// <summary>
    /// Addresses of proxies whose word about a client's address, scheme and host is believed: X-Forwarded-For,
    /// X-Forwarded-Proto and X-Forwarded-Host. Default: none. With a proxy a token is required, as others can reach it.
    /// </summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Host names of the studio, besides this machine's own and plain addresses. Default: none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>True if the server fetches pictures from addresses that a client names. Default: false.</summary>
    public bool AllowUrls { get; init; }

    /// <summary>
    /// Origins of other sites whose pages may use the service (CORS), such as https://app.example. Default: none.
    /// </summary>
    public IReadOnlyList<string> CrossOrigins { get; init; } = [];

    /// <summary>
    /// The secret with which messages about runs that are over are signed; null (the default) sends none. At least 16
    /// bytes: a text, or whsec_ with base64.
    /// </summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Pauses between tries to send a message; after the last one it is given up.</summary>
    internal IReadOnlyList<TimeSpan> WebhookPauses { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
    ];

    /// <summary>
    /// Decides whether an address that a client names may be connected to; null (the default) for public ones only.
    /// </summary>
    internal Func<IPAddress, bool>? AllowedAddresses { get; init; }

    /// <summary>The limits of the service.</summary>
    public StudioLimits Limits { get; init; } = new();

    /// <summary>Bytes of memory that one run may take; null (the default) takes what is free.</summary>
    public long? Memory { get; init; }

    /// <summary>
    /// Folders in which ffmpeg and ffprobe are looked for, as in PATH; null (the default) takes the environment's.
    /// </summary>
    public string? FfmpegPath { get; init; }

    /// <summary>True to write logs as one JSON object a line. Default: plain text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>
    /// Time between signs of life: a dead worker is noticed after about three times this. Default 5 seconds.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two checkpoints of a run. Default 30 seconds.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True if others than this machine's users can reach the studio, so that it needs a token.</summary>
    public bool IsReachable => !IPAddress.IsLoopback(Address) || Proxies.Count > 0;

    /// <summary>True if the studio has a token, its own or one in the store, so that clients must show one.</summary>
    internal bool NeedsToken { get; init; }

    /// <summary>
    /// Tries network and device: a worker that has neither would fail every run that waits.
    /// </summary>
    /// <exception cref="ImpastoException">One of them can't be used.</exception>
    internal void TryPainting()
    {
        if (Limits.RunsAtOnce == 0)
            return;
        using StylizerPool trial = CreatePool();
        trial.Rent(LayerName.Parse("conv1_1")).Dispose();
    }

    /// <summary>Opens what paints clips; it shares the free memory with other runs unless it is limited.</summary>
    /// <param name="network">The network.</param>
    /// <param name="device">The device.</param>
    internal VideoStylizer OpenVideo(Network network, ComputeDevice device) => new(network, device, Clock)
    {
        MemoryLimit = Memory ?? (Limits.RunsAtOnce > 1 ? Stylizer.FreeMemory / Limits.RunsAtOnce : null),
        TemporaryFolder = DataFolder,
    };

    /// <summary>Creates the stylizers of the runs, which share the free memory unless it is limited.</summary>
    internal StylizerPool CreatePool() => new(Network, Device, Clock)
    {
        MemoryLimit = Memory,
        Shares = Math.Max(1, Limits.RunsAtOnce),
        TemporaryFolder = DataFolder,
    };
}
