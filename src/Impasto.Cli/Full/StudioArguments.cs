using Impasto.Cli.Arguments;
using System.CommandLine;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Studio;

namespace Impasto.Cli.Full;

/// <summary>The words that studio and worker take.</summary>
internal sealed class StudioArguments
{
    private const string StoreVariable = "IMPASTO_STORE";
    private const string FilesVariable = "IMPASTO_FILES";
    private const string EndpointVariable = "IMPASTO_FILES_ENDPOINT";

    private readonly GroupedOption<string> _data = new("Data", "--data")
    {
        Description = "Folder for pictures, runs and the queue. [the user's data folder]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<string> _store = new("Data", "--store")
    {
        Description = "Connection string of a PostgreSQL database, in which several machines share runs, queue and "
            + $"pictures. [{StoreVariable}]",
        HelpName = "CONNECTION",
    };

    private readonly GroupedOption<string> _files = new("Data", "--files")
    {
        Description = "s3://BUCKET/PREFIX of an S3-compatible store for pictures and clips; its key as for the AWS "
            + $"tools. [in the database or the folder; {FilesVariable}]",
        HelpName = "ADDRESS",
    };

    private readonly GroupedOption<string> _filesEndpoint = new("Data", "--files-endpoint")
    {
        Description = $"Address of a store that is not Amazon's. [{EndpointVariable}]",
        HelpName = "URL",
    };

    private readonly GroupedOption<long?> _runs = WholeNumber.Option(
        "Limits", "--runs", "Runs to work on at the same time; 0 leaves them to workers.", 0, 64, unset: "1");

    private readonly GroupedOption<long?> _heartbeat = WholeNumber.Option(
        "Data",
        "--heartbeat",
        "Seconds between signs of life; after about three missing ones a worker counts as dead.",
        1,
        600,
        unset: "5");

    private readonly GroupedOption<long?> _checkpointEvery = WholeNumber.Option(
        "Data",
        "--checkpoint-every",
        "Seconds from one checkpoint of a run to the next, 0 for every step.",
        0,
        1_000_000,
        unset: "30");

    private readonly GroupedOption<string> _maxClip = new("Limits", "--max-clip")
    {
        Description = $"Most bytes of an uploaded clip. [{MemorySize.Format(StudioLimits.UsualClipBytes)}]",
        HelpName = "SIZE",
    };

    private readonly GroupedOption<long?> _maxClipSeconds = WholeNumber.Option(
        "Limits",
        "--max-clip-seconds",
        "Most seconds of the part of a clip that is painted.",
        1,
        1_000_000,
        $"{StudioLimits.UsualClipSeconds}");

    private readonly GroupedOption<long?> _maxClipFrames = WholeNumber.Option(
        "Limits",
        "--max-clip-frames",
        "Most frames of the part of a clip that is painted.",
        1,
        10_000_000,
        $"{StudioLimits.UsualClipFrames}");

    private readonly GroupedOption<long?> _maxClipPixels = WholeNumber.Option(
        "Limits",
        "--max-clip-pixels",
        "Most pixels of a frame of an uploaded clip.",
        1,
        int.MaxValue,
        $"{StudioLimits.UsualClipPixels}");

    private readonly GroupedOption<bool> _json = new("Logs", "--json-logs")
    {
        Description = "Write logs as one JSON object per line.",
    };

    private readonly StylizeArguments _device = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _data, _store, _files, _filesEndpoint, _heartbeat, _checkpointEvery, _runs, _maxClip, _maxClipSeconds,
            _maxClipFrames, _maxClipPixels, _json,
        ];
        foreach (Option option in all)
            command.Options.Add(option);
        _device.AddDevice(command);
    }

    /// <summary>Adds the options that name the store to a command.</summary>
    public void AddStoreTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_store);
    }

    /// <summary>The data folder of a call, and the connection string of its database or null.</summary>
    public (string Folder, string? Store) ReadStore(Terminal terminal, ParseResult parsed) => (
        Path.GetFullPath(parsed.GetValue(_data) ?? DefaultFolder(terminal)),
        parsed.GetValue(_store) ?? terminal.Environment(StoreVariable));

    /// <summary>Reads a call.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StudioSettings Read(Terminal terminal, ParseResult parsed)
    {
        StylizeRequest request = _device.ReadDevice(
            parsed, new StylizeRequest { Record = new RunRecord(), Output = "" });
        (string folder, string? store) = ReadStore(terminal, parsed);
        return new StudioSettings
        {
            DataFolder = folder,
            Store = store,
            Files = parsed.GetValue(_files) ?? terminal.Environment(FilesVariable),
            FilesEndpoint = Endpoint(parsed.GetValue(_filesEndpoint) ?? terminal.Environment(EndpointVariable)),
            Device = () => Devices.Open(request.Device, request.Threads),
            Network = deepest => request.LoadNetwork(terminal, deepest),
            NetworkName = request.Record.Network.Name,
            Memory = request.Memory,
            Heartbeat = TimeSpan.FromSeconds(parsed.GetValue(_heartbeat) ?? 5),
            CheckpointEvery = TimeSpan.FromSeconds(parsed.GetValue(_checkpointEvery) ?? 30),
            JsonLogs = parsed.GetValue(_json),
            Limits = new StudioLimits
            {
                RunsAtOnce = (int?)parsed.GetValue(_runs) ?? 1,
                MaxClipBytes = Bytes(parsed, _maxClip) ?? StudioLimits.UsualClipBytes,
                MaxClipSeconds = (int?)parsed.GetValue(_maxClipSeconds) ?? StudioLimits.UsualClipSeconds,
                MaxClipFrames = (int?)parsed.GetValue(_maxClipFrames) ?? StudioLimits.UsualClipFrames,
                MaxClipPixels = parsed.GetValue(_maxClipPixels) ?? StudioLimits.UsualClipPixels,
            },
            Clock = terminal.Clock,
        };
    }

    /// <summary>Reads a number of bytes; null if the option was not given.</summary>
    /// <exception cref="WrongCallException">The value is invalid.</exception>
    public static long? Bytes(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) is { } text ? MemorySize.Parse(option.Name, text) : null;

    private static Uri? Endpoint(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
        : throw new WrongCallException($"--files-endpoint: expected an address with http or https, got '{text}'.");

    private static string DefaultFolder(Terminal terminal) => Path.Combine(
        terminal.Environment("IMPASTO_HOME")
            ?? Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "impasto"),
        "studio");
}
