using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Records;

namespace Impasto.Cli.Full.Mcp;

/// <summary>What the tools stylize and plan have in common: a recipe from a call's arguments, and its run.</summary>
/// <param name="terminal">The program's surroundings.</param>
/// <param name="stylizers">Kept from call to call, with the network on its device.</param>
/// <param name="request">Network, device and memory of all runs.</param>
/// <param name="names">The files that may be named.</param>
internal sealed class ToolPainter(
    Terminal terminal, StylizerPool stylizers, StylizeRequest request, PictureNames names) : IDisposable
{
    // Calls may come at the same time, and each would take all processors and all memory.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Reads the arguments that both tools have.</summary>
    /// <exception cref="WrongCallException">An argument is invalid.</exception>
    /// <exception cref="InvalidOptionsException">An option of the recipe is invalid.</exception>
    public RunRecord ReadRecipe(ToolWords words, IEnumerable<string> styles) => request.Record with
    {
        Options = ReadOptions(words),
        Styles = [.. styles.Select(style => StyleWords.Parse(names.RequireReadable(ToolSchema.Styles, style)))],
    };

    /// <summary>A picture's name, if it may be read.</summary>
    /// <exception cref="WrongCallException">It may not be read.</exception>
    public RecordedPicture Picture(string argument, string name) => new(names.RequireReadable(argument, name));

    /// <summary>The whole path of a file, if it may be written.</summary>
    /// <exception cref="WrongCallException">It may not be written.</exception>
    public string ForWriting(string argument, string name) => names.ForWriting(argument, name);

    /// <summary>Refuses an output that is a picture of the run.</summary>
    /// <param name="record">The run.</param>
    /// <param name="argument">The output's argument, for messages.</param>
    /// <param name="target">The output.</param>
    /// <exception cref="WrongCallException">It is an input.</exception>
    public void RequireApart(RunRecord record, string argument, string target) =>
        new InputFiles(record.Pictures.Select(picture => Path.Combine(names.Folder, picture.Name)))
            .RequireApart((argument, target));

    /// <summary>Makes a picture and writes it; a cancelled run writes nothing.</summary>
    /// <param name="record">The run.</param>
    /// <param name="target">The file.</param>
    /// <param name="overwrite">Whether the file may be replaced.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Ends the run after its step.</param>
    public async Task<PaintingResult> PaintAsync(
        RunRecord record,
        string target,
        bool overwrite,
        IProgress<StylizeProgress>? progress,
        CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var job = new PaintingJob(stylizers, record.OnPaper())
            {
                Read = (picture, token) => new JobPictures(
                    JobPictures.Reader(record, picture, handler: terminal.Http), names.Folder)
                    .ReadAsync(picture.Name, token),
                Target = new PictureFileTarget(target, overwrite),
                WriteWhen = _ => Task.FromResult(!cancellation.IsCancellationRequested),
            };
            using PreparedPainting painting = await job.PrepareAsync(cancellation);
            PaintingResult made = await painting.RunAsync(progress, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            return made.Failure is { } failure ? throw failure : made;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Plans a run.</summary>
    /// <param name="record">The run, without its pictures.</param>
    /// <param name="content">The photograph's size.</param>
    /// <param name="styles">The paintings' sizes.</param>
    /// <param name="cancellation">Ends the wait for another call.</param>
    /// <returns>The plan, the network with its device, and the seconds that the run will take, estimated.</returns>
    public async Task<(StylizePlan Plan, string Engine, double Seconds)> PlanAsync(
        RunRecord record, PictureSize content, IReadOnlyList<PictureSize> styles, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            LayerName deepest = VggLayers.Deepest(record.Options.Losses.UsedLayers);
            using RentedStylizer rented = await Task.Run(() => stylizers.Rent(deepest), cancellation);
            StylizePlan plan = rented.Stylizer.Plan(content, styles, record.Options);
            double seconds = plan.Multiplications / rented.Stylizer.MeasureSpeed(record.Options);
            return (plan, $"{rented.Network.Network.Name} on {rented.Device}", seconds);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A picture's size.</summary>
    /// <param name="argument">The tool's argument, for messages.</param>
    /// <param name="name">The picture.</param>
    /// <param name="record">The run that reads it.</param>
    /// <param name="cancellation">Ends a download.</param>
    public async Task<PictureSize> SizeOfAsync(
        string argument, string name, RunRecord record, CancellationToken cancellation)
    {
        string source = names.RequireReadable(argument, name);
        PictureReader reader = Reader(record);
        if (!PictureName.IsAddress(source))
            return reader.ReadInfo(Path.Combine(names.Folder, source)).UprightSize;
        using var stream = new MemoryStream((await reader.FetchAsync(source, cancellation))!);
        return reader.ReadInfo(stream, source).UprightSize;
    }

    /// <summary>Frees what is of the painter; the stylizers stay.</summary>
    public void Dispose() => _turn.Dispose();

    private PictureReader Reader(RunRecord record) =>
        new(handler: terminal.Http) { VectorSide = record.Options.VectorSide };

    // As on the command line, an option that would do nothing is an error.
    private static StylizeOptions ReadOptions(ToolWords words)
    {
        Preset preset = Presets.Find(words.Text(ToolSchema.Preset) ?? Presets.All[0].Name);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((string name, string value) in words.Values(ToolSchema.Options))
            values[name] = value;
        foreach (string name in ToolSchema.OwnOptions)
        {
            if (words.Value(name) is { } value && !values.TryAdd(name, value))
                throw new WrongCallException($"{name}: expected once, got it in {ToolSchema.Options} as well.");
        }

        if (values.GetValueOrDefault("init") == "picture")
            throw new WrongCallException("init: expected content, style, noise or varied, got 'picture'.");
        StylizeOptions options = StylizeOptionCatalog.Write(preset.Options, values);
        IReadOnlyList<OptionProblem> problems = options.Validate();
        if (problems.Count > 0)
            throw new InvalidOptionsException(problems);
        foreach (string name in values.Keys)
        {
            StylizeOption option = StylizeOptionCatalog.Find(name);
            if (option.NeedsRegions)
                throw new WrongCallException($"{name} has no effect without regions.");
            if (option.WithoutEffect(options) is { } why)
                throw new WrongCallException($"{name} {why}.");
        }

        return options;
    }
}
