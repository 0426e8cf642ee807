using System.Net;
using Impasto.Engines;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Studio;

/// <summary>How a studio or a worker is set up.</summary>
public sealed record StudioSettings
{
    /// <summary>Where pictures, the runs and the queue lie. With a store in a database only temporary files.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Opens the device that does the work.</summary>
    public required Func<ComputeDevice> Device { get; init; }

    /// <summary>Loads the network, at least down to a layer.</summary>
    public required Func<LayerName, LoadedNetwork> Network { get; init; }

    /// <summary>What the command line calls the network. Default auto.</summary>
    public string NetworkName { get; init; } = "auto";

    /// <summary>Connection string of a PostgreSQL database for runs, queue and pictures; null (the default) keeps all in the data folder.</summary>
    public string? Store { get; init; }

    /// <summary>The address to listen on. Default: this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one. Default 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>What others must show; required where the address is not loopback, else null.</summary>
    public string? Token { get; init; }

    /// <summary>Names under which the studio may be called, beside this machine's own and plain addresses.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether the server fetches pictures from addresses that a page names. Default: no.</summary>
    public bool AllowUrls { get; init; }

    /// <summary>What is taken at most.</summary>
    public StudioLimits Limits { get; init; } = new();

    /// <summary>Bytes of memory one run may take; null takes what is free.</summary>
    public long? Memory { get; init; }

    /// <summary>Writes logs as one JSON object a line. Default: plain text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>How soon a dead worker is noticed: after about three times this. Default 5 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time from one kept state of a run to the next. Default 30 seconds.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The run as text inside its result, for replay; null writes none.</summary>
    public Func<StudioResult, string>? Describe { get; init; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
