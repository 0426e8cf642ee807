using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Options;
using Impasto.Planning;
using Impasto.Records;
using Impasto.Runs;
using Impasto.Tasks;
using Impasto.Threads;

namespace Impasto;

/// <summary>Repaints photographs in the manner of paintings, with one network on one device.</summary>
/// <remarks>
/// Source: Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016. Calls from
/// several threads wait for each other; use one instance for each run that is to be made beside others.
/// </remarks>
/// <example>
/// <code>
/// Picture photo = new PictureReader().Read("samples/pictures/cat.jpg");
/// Picture painting = new PictureReader().Read("samples/pictures/swirls.jpg");
///
/// using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
/// var options = new StylizeOptions { Sizing = new() { Size = 256 } };
/// StylizeResult result = stylizer.Run(photo, [new WeightedStyle(painting)], options);
///
/// PictureWriter.Write(result.Picture, "result.png", new PictureWriteOptions { Overwrite = true });
/// </code>
/// </example>
public sealed class Stylizer : IDisposable
{
    private static readonly TimeSpan CancellationHeardWithin = TimeSpan.FromMilliseconds(50);

    private readonly Network _network;
    private readonly ComputeDevice _device;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private IEngine? _engine;

    // A painting is no tile: its edges do not see each other.
    private IEngine? _styleEngine;
    private EngineSettings? _settings;
    private bool _disposed;

    /// <summary>Prepares nothing yet; the device gets the weights at the first run.</summary>
    /// <param name="network">The network whose features decide; not changed.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="clock">Gives the time for progress; null takes the system's.</param>
    public Stylizer(Network network, ComputeDevice device, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        _network = network;
        _device = device;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>
    /// Bytes that a run may take above what the process has already; null (the default) takes what is free, less a
    /// margin.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Bytes that are free on the machine and within the process's limits now, less a margin: the default of
    /// <see cref="MemoryLimit"/>.
    /// </summary>
    public static long FreeMemory => Storage.FreeMemory.Bytes();

    /// <summary>
    /// Folder for what does not fit into memory. Default: the system's for temporary files; /var/tmp if that lies in
    /// memory itself and TMPDIR is not set.
    /// </summary>
    public string TemporaryFolder { get; init; } = Storage.TemporaryFolder.Default;

    /// <summary>
    /// Folder in which the moments of paintings are kept, for many runs with the same ones; null (the default) keeps
    /// none. Results are the same, to the bit.
    /// </summary>
    public string? StyleCacheFolder { get; init; }

    /// <summary>
    /// Bytes that the files in <see cref="StyleCacheFolder"/> may take: those used longest ago go first. Default 500
    /// MB; 0 keeps none.
    /// </summary>
    public long StyleCacheLimit { get; init; } = 500_000_000;

    /// <summary>What a run would take, by the sizes of its pictures alone.</summary>
    /// <param name="content">Size of the photograph.</param>
    /// <param name="styles">Sizes of the paintings.</param>
    /// <param name="options">The recipe; null takes the preset fine.</param>
    /// <param name="fineStrokes">Size of the painting whose strokes all of them get first; null for none.</param>
    /// <exception cref="MemoryException">It does not fit, neither in bands nor in tiles.</exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public StylizePlan Plan(
        PictureSize content,
        IReadOnlyList<PictureSize> styles,
        StylizeOptions? options = null,
        PictureSize? fineStrokes = null)
    {
        ArgumentNullException.ThrowIfNull(styles);
        options ??= new StylizeOptions();
        MixedSizes[] mixed = fineStrokes is { } strokes
            ? [.. styles.Select(style => new MixedSizes(style, strokes))]
            : [];
        lock (_gate)
            return Plan(Engine(options), new PlanSizes(content, styles) { Mixed = mixed }, options, from: null);
    }

    /// <summary>
    /// What a task would take, without running it; if it continues from a checkpoint, what it took before if that still
    /// fits.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidOptionsException">Options are invalid.</exception>
    /// <exception cref="MemoryException">It does not fit, neither in bands nor in tiles.</exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public StylizePlan Plan(StylizeTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task = task.Framed();
        TaskValidation.Check(task, _network);
        lock (_gate)
            return Plan(Engine(task.Options), task);
    }

    /// <summary>
    /// Multiplications a second that the device reaches, by a step at 256 x 256 after one that warms up: with
    /// <see cref="StylizePlan.Multiplications"/> the time of a run.
    /// </summary>
    /// <param name="options">Layers and pooling; null takes the preset fine.</param>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public double MeasureSpeed(StylizeOptions? options = null)
    {
        options ??= new StylizeOptions();
        lock (_gate)
            return SpeedMeasurement.Run(Engine(options), _network, options, _clock);
    }

    /// <summary>
    /// The device's threads, for work between two runs; null if it has none of its own. They stay the stylizer's.
    /// </summary>
    /// <param name="options">The recipe of the runs; null takes the preset fine.</param>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    public WorkerTeam? Team(StylizeOptions? options = null)
    {
        lock (_gate)
            return (Engine(options ?? new StylizeOptions()) as ITeamEngine)?.Team;
    }

    /// <summary>Repaints a picture.</summary>
    /// <param name="content">The photograph.</param>
    /// <param name="styles">One painting, or several with their shares; none if nothing is to have a style.</param>
    /// <param name="options">The recipe; null takes the preset fine.</param>
    /// <param name="progress">Receives every step, on the calling thread.</param>
    /// <param name="cancellation">Ends the run after the current step; the result is the picture so far.</param>
    /// <inheritdoc cref="Run(StylizeTask, IProgress{StylizeProgress}?, CancellationToken)"/>
    public StylizeResult Run(
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions? options = null,
        IProgress<StylizeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(styles);
        return Run(new StylizeTask(content, styles, options ?? new StylizeOptions()), progress, cancellation);
    }

    /// <summary>Repaints a picture, with its state kept at times, or from a state that was kept.</summary>
    /// <param name="task">The task.</param>
    /// <param name="progress">Receives every step, on the calling thread.</param>
    /// <param name="cancellation">
    /// Ends the run after the current step, its state kept; the result is the picture so far.
    /// </param>
    /// <returns>The picture, and how the run ended: cancellation and divergence are outcomes, not exceptions.</returns>
    /// <exception cref="InvalidOptionsException">Options are invalid.</exception>
    /// <exception cref="PictureException">A picture is too small for a layer, or not finite.</exception>
    /// <exception cref="MemoryException">The run does not fit into memory.</exception>
    /// <exception cref="ImpastoException">The device fails, or the checkpoint is of another task.</exception>
    /// <exception cref="ObjectDisposedException">The stylizer was disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled while it waited for another run of this stylizer.
    /// </exception>
    public StylizeResult Run(
        StylizeTask task, IProgress<StylizeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        task = task.Framed();
        TaskValidation.Check(task, _network);
        TaskValidation.RequireFinite(task);
        // A lock, because a reader of progress may ask for a plan; tried again and again, because a lock hears no
        // cancellation.
        while (!_gate.TryEnter(CancellationHeardWithin))
            cancellation.ThrowIfCancellationRequested();
        try
        {
            IEngine engine = Engine(task.Options);
            return Run(engine, task, task.Plan ?? Plan(engine, task), progress, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// As <see cref="Run(StylizeTask, IProgress{StylizeProgress}?, CancellationToken)"/>, on a thread of its own.
    /// </summary>
    /// <remarks>
    /// Cancelling does not cancel the returned task: it completes with the picture so far. Only a run that still waits
    /// for another one of this stylizer ends as cancelled.
    /// </remarks>
    /// <inheritdoc cref="Run(StylizeTask, IProgress{StylizeProgress}?, CancellationToken)"/>
    public async Task<StylizeResult> RunAsync(
        StylizeTask task, IProgress<StylizeProgress>? progress = null, CancellationToken cancellation = default) =>
        await Task.Factory.StartNew(
            () => Run(task, progress, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>Frees the device's memory. May be called twice.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _disposed = true;
        }
    }

    private StylizeResult Run(
        IEngine engine,
        StylizeTask task,
        StylizePlan plan,
        IProgress<StylizeProgress>? progress,
        CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> inputs = task.Checkpoint is null && task.From is null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : InputHashes.Of(task);
        var run = new StylizeRun(Setting(engine), plan, VisiblePictures.Of(task), progress)
        {
            IsExact = task.From?.IsOf(task, inputs, _network) ?? true,
            Keeper = task.Checkpoint is { } target
                ? new CheckpointKeeper(target, Head(task, target, inputs, plan), _clock)
                : null,
        };
        StylizeResult result = run.Run(task.From?.State, cancellation);
        if (result.Picture.Size == plan.Scales[^1].Size)
            result = result with { Picture = Framing.Pad(result.Picture, task.Options.Sizing) };
        bool hasLess = task.From is { } from && run.IsExact && plan.MemoryLimit != from.MemoryLimit;
        const string Note = "There is less memory than when the run began: the picture may differ in its last digits.";
        return hasLess ? result with { Notes = [.. result.Notes, Note] } : result;
    }

    private CheckpointHead Head(
        StylizeTask task, CheckpointTarget target, IReadOnlyDictionary<string, string> inputs, StylizePlan plan)
    {
        RunRecord record = target.Record ?? new RunRecord { Network = new RecordedNetwork(_network.Name) };
        record = record with
        {
            Options = task.Options,
            Network = record.Network with { Sha256 = _network.Sha256 },
        };
        return new CheckpointHead(record, inputs, plan.MemoryLimit);
    }

    private RunSetting Setting(IEngine engine) => new(engine, _network, _clock)
    {
        Settings = _settings!,
        StyleEngine = _styleEngine,
        Cache = StyleCacheFolder is null ? null : new StyleCache(StyleCacheFolder, StyleCacheLimit, _clock),
    };

    private StylizePlan Plan(IEngine engine, StylizeTask task) =>
        Plan(engine, PlanSizes.Of(task), task.Options, task.From);

    // Tiles and memory of the optimiser follow from the limit: the same one gives the same picture to the bit.
    private StylizePlan Plan(IEngine engine, PlanSizes sizes, StylizeOptions options, StylizeCheckpoint? from)
    {
        var planner = new RunPlanner(engine, _network, options, sizes);
        long limit = MemoryLimit ?? FreeMemory;
        StylizePlan? before = from is null ? null : planner.TryPlan(from.MemoryLimit);
        StylizePlan plan = before is not null && before.Bytes <= limit ? before : planner.Plan(limit);
        return plan with { Folder = TemporaryFolder };
    }

    // Weights stay on the device from run to run while the settings are the same.
    private IEngine Engine(StylizeOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var settings = new EngineSettings { Pooling = options.Network.Pooling, Padding = options.Network.Padding };
        if (_engine is not null && settings == _settings)
            return _engine;
        Close();
        _engine = _device.Open(_network, settings);
        if (settings.Padding == PaddingMode.Wrap && _network.Padding != PaddingMode.Wrap)
            _styleEngine = _device.Open(_network, settings with { Padding = null });
        _settings = settings;
        return _engine;
    }

    private void Close()
    {
        _engine?.Dispose();
        _styleEngine?.Dispose();
        (_engine, _styleEngine) = (null, null);
    }
}
