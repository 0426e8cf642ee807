using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Options;
using Impasto.Planning;
using Impasto.Runs;
using Impasto.Tasks;
using Impasto.Text;

namespace Impasto;

/// <summary>Repaints photographs in the manner of paintings, with one network on one device.</summary>
/// <remarks>
/// Source: Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016. Calls from several
/// threads wait for each other; use an instance a thread to run side by side.
/// </remarks>
public sealed class Stylizer : IDisposable
{
    private readonly Network _network;
    private readonly ComputeDevice _device;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private IEngine? _engine;
    private EngineSettings? _settings;
    private bool _disposed;

    /// <summary>Prepares nothing yet; the device gets the weights at the first run.</summary>
    /// <param name="network">The network whose features decide; not changed.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="clock">Tells the time for progress; null takes the system's.</param>
    public Stylizer(Network network, ComputeDevice device, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        _network = network;
        _device = device;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Bytes that a run may take above what the process has already; null (the default) takes what is free, less a margin.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Bytes that a run may take now where nobody says: what is free on the machine and within the process's limits, less a margin.</summary>
    public static long FreeMemory => Storage.FreeMemory.Bytes();

    /// <summary>Folder for what does not fit into memory. Default: the system's for temporary files; where that lies in memory itself and TMPDIR is not set, /var/tmp.</summary>
    public string Folder { get; init; } = Storage.TemporaryFolder.Default;

    /// <summary>
    /// Folder in which the moments of paintings are kept, for many runs with the same ones; null (the default) keeps none. The
    /// pictures that come out are the same, to the bit.
    /// </summary>
    public string? StyleCacheFolder { get; init; }

    /// <summary>
    /// Bytes that the files in <see cref="StyleCacheFolder"/> may take: those used longest ago go first. Default: 500 MB; 0 keeps none.
    /// </summary>
    public long StyleCacheLimit { get; init; } = 500_000_000;

    /// <summary>What a run would take, without running it.</summary>
    /// <param name="content">Columns and rows of the photograph.</param>
    /// <param name="styles">Columns and rows of the paintings.</param>
    /// <param name="options">How; the defaults are the preset fine.</param>
    /// <param name="fineStrokes">Columns and rows of the painting whose strokes all of them get first; null for none.</param>
    /// <exception cref="ImpastoException">Options are wrong, or it does not fit even in the smallest tiles.</exception>
    public StylizePlan Plan(
        (int Width, int Height) content,
        IReadOnlyList<(int Width, int Height)> styles,
        StylizeOptions? options = null,
        (int Width, int Height)? fineStrokes = null)
    {
        ArgumentNullException.ThrowIfNull(styles);
        options ??= new StylizeOptions();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            MixedSizes[] mixed = fineStrokes is { } strokes ? [.. styles.Select(style => new MixedSizes(style, strokes))] : [];
            return Plan(Engine(options), new PlanSizes(content, styles) { Mixed = mixed }, options, from: null);
        }
    }

    /// <summary>What a run with these pictures would take, without running it.</summary>
    /// <param name="content">The photograph.</param>
    /// <param name="styles">The paintings.</param>
    /// <param name="options">How; the defaults are the preset fine.</param>
    /// <exception cref="ImpastoException">Options are wrong, or it does not fit even in the smallest tiles.</exception>
    public StylizePlan Plan(Picture content, IReadOnlyList<WeightedStyle> styles, StylizeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(styles);
        options ??= new StylizeOptions();
        return Plan(new StylizeTask(content, styles, options));
    }

    /// <summary>What a task would take, without running it; where it goes on from a checkpoint, what it took before if that still fits.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="ImpastoException">Options are wrong, or it does not fit even in the smallest tiles.</exception>
    public StylizePlan Plan(StylizeTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Check(task.Content, task.Styles, task.Options);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Plan(Engine(task.Options), task);
        }
    }

    /// <summary>Multiplications a second that the device reaches, by a step at 256 x 256 after one that warms up: with <see cref="StylizePlan.Multiplications"/> the time of a run.</summary>
    /// <param name="options">Layers and pooling; the defaults are the preset fine.</param>
    public double MeasureSpeed(StylizeOptions? options = null)
    {
        options ??= new StylizeOptions();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return SpeedMeasurement.Run(Engine(options), _network, options, _clock);
        }
    }

    /// <summary>Repaints a picture.</summary>
    /// <param name="content">The photograph.</param>
    /// <param name="styles">One painting, or several with their shares; none where nothing is to have a style.</param>
    /// <param name="options">How; the defaults are the preset fine.</param>
    /// <param name="progress">Hears of every step, on the calling thread.</param>
    /// <param name="cancellation">Ends the run after the current step; the result is the picture so far.</param>
    /// <returns>The picture, and how the run ended: cancellation and divergence are outcomes, not exceptions.</returns>
    /// <exception cref="ImpastoException">Options are wrong, a picture is too small for a layer or not finite, or the device fails.</exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public StylizeResult Run(
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions? options = null,
        IProgress<StylizeProgress>? progress = null,
        CancellationToken cancellation = default) => Run(null, content, styles, options, progress, cancellation);

    /// <summary>Repaints a picture as a plan says, whatever memory has become free or scarce since it was made.</summary>
    /// <param name="plan">What Plan gave for the same pictures and options; null makes one.</param>
    /// <param name="content">The photograph.</param>
    /// <param name="styles">One painting, or several with their shares; none where nothing is to have a style.</param>
    /// <param name="options">How; the defaults are the preset fine.</param>
    /// <param name="progress">Hears of every step, on the calling thread.</param>
    /// <param name="cancellation">Ends the run after the current step; the result is the picture so far.</param>
    /// <returns>The picture, and how the run ended: cancellation and divergence are outcomes, not exceptions.</returns>
    /// <exception cref="ImpastoException">Options are wrong, a picture is too small for a layer or not finite, or the device fails.</exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public StylizeResult Run(
        StylizePlan? plan,
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions? options = null,
        IProgress<StylizeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(styles);
        return Run(new StylizeTask(content, styles, options ?? new StylizeOptions()) { Plan = plan }, progress, cancellation);
    }

    /// <summary>Repaints a picture, with its state kept now and then, or from a state that was kept.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="progress">Hears of every step, on the calling thread.</param>
    /// <param name="cancellation">Ends the run after the current step, its state kept; the result is the picture so far.</param>
    /// <returns>The picture, and how the run ended: cancellation and divergence are outcomes, not exceptions.</returns>
    /// <exception cref="ImpastoException">
    /// Options are wrong, a picture is too small for a layer or not finite, the device fails, or the checkpoint is of another task.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public StylizeResult Run(StylizeTask task, IProgress<StylizeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        Check(task.Content, task.Styles, task.Options);
        RequireFinite(task);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            IEngine engine = Engine(task.Options);
            StylizePlan plan = task.Plan ?? Plan(engine, task);
            IReadOnlyDictionary<string, string> inputs = task.Checkpoint is null && task.From is null
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                : InputHashes.Of(task);
            var run = new StylizeRun(Setting(engine), plan, task, progress)
            {
                IsExact = task.From?.IsOf(task, inputs, _network) ?? true,
                Keeper = task.Checkpoint is { } target
                    ? new CheckpointKeeper(target, new CheckpointHead(task.Options, inputs, _network.Sha256, plan.MemoryLimit), _clock)
                    : null,
            };
            StylizeResult result = run.Run(task.From?.State, cancellation);
            return task.From is { } from && run.IsExact && plan.MemoryLimit != from.MemoryLimit
                ? result with { Notes = [.. result.Notes, "There is less memory than when the run began: the picture may differ in its last digits."] }
                : result;
        }
    }

    /// <summary>As Run, on another thread.</summary>
    /// <inheritdoc cref="Run(Picture, IReadOnlyList{WeightedStyle}, StylizeOptions?, IProgress{StylizeProgress}?, CancellationToken)"/>
    public Task<StylizeResult> RunAsync(
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions? options = null,
        IProgress<StylizeProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Run(content, styles, options, progress, cancellation), CancellationToken.None);

    /// <summary>Lets go of the device's memory.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _engine?.Dispose();
            _engine = null;
            _disposed = true;
        }
    }

    private RunSetting Setting(IEngine engine) =>
        new(engine, _network, _clock) { Cache = StyleCacheFolder is null ? null : new StyleCache(StyleCacheFolder, StyleCacheLimit, _clock) };

    private StylizePlan Plan(IEngine engine, StylizeTask task) =>
        Plan(engine, PlanSizes.Of(task.Content, task.Styles, task.Options), task.Options, task.From);

    // Tiles and memory of the optimiser follow from the limit: the same one gives the same picture to the bit.
    private StylizePlan Plan(IEngine engine, PlanSizes sizes, StylizeOptions options, StylizeCheckpoint? from)
    {
        var planner = new RunPlanner(engine, _network, options, sizes);
        long limit = MemoryLimit ?? FreeMemory;
        StylizePlan? before = from is { MemoryLimit: var then } && planner.TryPlan(then) is { } plan && plan.Bytes <= limit ? plan : null;
        return (before ?? planner.Plan(limit)) with { Folder = Folder };
    }

    // Weights stay on the device from run to run while the settings are the same.
    private IEngine Engine(StylizeOptions options)
    {
        var settings = new EngineSettings { Pooling = options.Pooling, Padding = options.Padding };
        if (_engine is not null && settings == _settings)
            return _engine;
        _engine?.Dispose();
        _engine = null;
        _engine = _device.Open(_network, settings);
        _settings = settings;
        return _engine;
    }

    private void Check(Picture content, IReadOnlyList<WeightedStyle> styles, StylizeOptions options)
    {
        List<string> problems = [.. options.Validate()];
        bool needsStyle = options.StyleWeight > 0 && options.Regions.Count == 0;
        if (styles.Count == 0 && (needsStyle || options.Init == StartKind.Style))
            problems.Add("Expected at least one style.");
        WeightedStyle[] all = [.. styles, .. options.Regions.SelectMany(region => region.Styles)];
        problems.AddRange(all
            .Where(style => !(style.Weight > 0) || !double.IsFinite(style.Weight))
            .Select(style => $"Expected a style's weight above 0, got {OptionText.Of(style.Weight)}."));
        if (problems.Count > 0)
            throw new ImpastoException(string.Join(Environment.NewLine, problems));
        foreach (LayerName layer in options.UsedLayers)
            _ = _network[layer];
        RequireRoom(content, all, options);
    }

    // A picture is one array: what can't be one is refused before anything is resized.
    private static void RequireRoom(Picture content, IReadOnlyList<WeightedStyle> styles, StylizeOptions options)
    {
        (int Width, int Height) result = options.ResultSize(content.Width, content.Height);
        Require(result, "result", "--size");
        foreach (WeightedStyle style in styles)
            Require(Pyramid.Style(options, style.Picture.Width, style.Picture.Height, result, result), "style", "--style-size");

        static void Require((int Width, int Height) size, string what, string option)
        {
            if (3L * size.Width * size.Height > Array.MaxLength)
            {
                throw new ImpastoException(
                    $"The {what} would have {size.Width} x {size.Height} pixels, more than fit into one picture: use a smaller {option}.");
            }
        }
    }

    // Reads every pixel: for a run only, not for its plan.
    private static void RequireFinite(StylizeTask task)
    {
        RequireFinite(task.Content, "content");
        foreach (WeightedStyle style in task.Styles.Concat(task.Options.Regions.SelectMany(region => region.Styles)))
        {
            RequireFinite(style.Picture, "style");
            if (style.FineStrokes is { } strokes)
                RequireFinite(strokes, "style");
        }

        if (task.Options.InitPicture is { } start)
            RequireFinite(start, "picture to start from");
    }

    private static void RequireFinite(Picture picture, string what)
    {
        foreach (float value in picture.Pixels)
        {
            if (!float.IsFinite(value))
                throw new ImpastoException($"The {what} has a pixel that is {value}: expected finite values.");
        }
    }
}
