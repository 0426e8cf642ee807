using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Records;

namespace Impasto.Cli.Requests;

/// <summary>A call that makes a picture, read and checked; its pictures are names, not yet loaded.</summary>
internal sealed record StylizeRequest
{
    /// <summary>What standard output is called.</summary>
    public const string PipeName = "-";

    /// <summary>The run: options, names of pictures, network.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>Folder that the names of pictures are relative to; empty for the current one.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The picture that the run was read from; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>Every file that the run reads; addresses and - as well.</summary>
    public IReadOnlyList<string> Inputs
    {
        get
        {
            string[] pictures = [.. Record.Pictures.Select(picture => Path.Combine(Folder, picture.Name))];
            return Source is null ? [.. pictures, Record.Network.Name] : [.. pictures, Record.Network.Name, Source];
        }
    }

    /// <summary>The file that receives the picture.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the picture goes to standard output.</summary>
    public bool IsPiped => Output == PipeName;

    /// <summary>Time that the run may take; null for all steps.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>True if existing files may be replaced.</summary>
    public bool Force { get; init; }

    public ReportOptions Report { get; init; } = new();

    public KeepOptions Keep { get; init; } = new();

    /// <summary>The state to continue from; null to start from the beginning.</summary>
    public StylizeCheckpoint? From { get; init; }

    public string Device { get; init; } = "auto";

    /// <summary>Threads on the CPU, 0 for all.</summary>
    public int Threads { get; init; }

    /// <summary>Bytes of memory the run may take; null for the free memory.</summary>
    public long? Memory { get; init; }

    public long? MaxPixels { get; init; }

    /// <summary>The limits on pictures.</summary>
    public PictureLimits Limits => MaxPixels is { } most ? new PictureLimits { MaxPixels = most } : new PictureLimits();

    /// <summary>How the result is written, apart from its description.</summary>
    public PictureWriteOptions Writing => Record.Output.ToWriteOptions(Force);

    /// <summary>The deepest layer that the recipe uses.</summary>
    public LayerName Deepest => VggLayers.Deepest(Record.Options.Losses.UsedLayers);

    /// <summary>Loads the named network at least down to a layer.</summary>
    /// <exception cref="ImpastoException">The network is missing or not deep enough.</exception>
    public LoadedNetwork LoadNetwork(Terminal terminal, LayerName deepest) => NetworkCatalog.Resolve(
        Record.Network.Name,
        terminal.Weights,
        Record.Network.Normalization is { } name ? InputNormalization.Parse(name) : null,
        deepest);

    /// <summary>Creates the stylizers for this request and others like it.</summary>
    /// <param name="terminal">The program's surroundings.</param>
    /// <param name="runs">Number of runs at the same time, which share threads and memory.</param>
    /// <param name="styleCache">Folder for the moments of paintings; null for none.</param>
    public StylizerPool CreatePool(Terminal terminal, int runs = 1, string? styleCache = null)
    {
        int threads = Threads > 0 || runs == 1 ? Threads : Math.Max(1, Environment.ProcessorCount / runs);
        return new StylizerPool(
            deepest => LoadNetwork(terminal, deepest), () => Devices.Open(Device, threads), terminal.Clock)
        {
            MemoryLimit = Memory / runs,
            Shares = runs,
            StyleCacheFolder = styleCache,
        };
    }

    /// <summary>Creates the job that makes the picture.</summary>
    /// <param name="terminal">The program's surroundings.</param>
    /// <param name="stylizers">Made with <see cref="CreatePool"/>.</param>
    /// <param name="writeWhen">Decides whether the picture is written; null for always.</param>
    /// <param name="shared">What the runs of the call share of their pictures; null for nothing.</param>
    /// <param name="extraTerms">Terms beside those of the recipe; null for none.</param>
    public PaintingJob CreateJob(
        Terminal terminal,
        StylizerPool stylizers,
        Func<StylizeResult, bool>? writeWhen = null,
        SharedPictures? shared = null,
        IReadOnlyList<ILossTerm>? extraTerms = null) =>
        new(stylizers, Record)
        {
            ExtraTerms = extraTerms ?? [],
            WriteWhen = result => Task.FromResult(writeWhen?.Invoke(result) ?? true),
            Read = Reader(terminal, shared),
            Target = IsPiped
                ? new StandardOutputTarget(terminal.Binary, Record.Output.Format!)
                : new PictureFileTarget(Output, Force),
            TimeLimit = TimeLimit,
            MaxPixels = Limits.MaxPixels,
            From = From,
            Checkpoint = Keep.Path is not { } path ? null : new CheckpointTarget(path)
            {
                Every = TimeSpan.FromSeconds(Keep.Every),
                Note = ResumeNote.Write(this),
            },
        };

    // A checkpoint contains the pictures from standard input and the web: they are not fetched a second time.
    private Func<RecordedPicture, CancellationToken, Task<LoadedPicture>> Reader(
        Terminal terminal, SharedPictures? shared)
    {
        var input = new Lazy<Stream>(terminal.Input);
        return async (picture, cancellation) =>
        {
            string name = picture.Name;
            byte[]? bytes = From?.Attachment(name);
            if (bytes is null && shared is not null)
                bytes = await shared.ContentOf(name, Limits, cancellation);
            Stream? stream = name.Split('#')[0] == "-" && From is null && bytes is null ? input.Value : null;
            PictureReader reader = JobPictures.Reader(Record, picture, Limits, stream, terminal.Http);
            var pictures = new JobPictures(reader, Folder, shared is null ? null : shared.HashOf);
            return bytes is not null
                ? pictures.Decode(bytes, name)
                : await pictures.ReadAsync(name, cancellation);
        };
    }
}
