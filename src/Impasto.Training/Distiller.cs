using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>Trains a student, step by step, with checkpoints from which it goes on exactly.</summary>
internal sealed class Distiller : IDisposable
{
    private const int ExportBatches = 16;

    private const int StartBatches = 6;

    private readonly DistillOptions _options;
    private readonly ProjectedTeacher _teacher;
    private readonly Student _student;
    private readonly AdamState _adam;
    private readonly MuonState _muon;
    private readonly CropSampler _sampler;
    private readonly List<TrainingStage> _stages;
    private readonly IReadOnlyList<LayerName> _styleLayers;
    private readonly Device _device;
    private readonly TimeProvider _clock;
    private TrainingStage _stage;
    private StylizedPool _pool;

    public Distiller(
        DistillOptions options, ITeacher teacher, IReadOnlyList<TrainingImage> images, Device device, TimeProvider clock)
    {
        _options = options;
        _device = device;
        _clock = clock;
        _sampler = new CropSampler(images, options.Fresh, options.Crop, options.Seed);
        _styleLayers = [.. teacher.Channels.Keys.Where(layer => layer.Index == 1).Order()];
        _teacher = new ProjectedTeacher(teacher, Samples(StartBatches));
        _student = new Student(options.Architecture, _teacher.Channels, options.Seed, device);
        _adam = new AdamState(_student.Parameters);
        _muon = new MuonState(_student.Parameters);
        _stages = Stages(options);
        _stage = _stages[0];
        _pool = Pool(_stage);
    }

    public Student Student => _student;

    /// <summary>Writes the student as a network that the library loads.</summary>
    /// <param name="path">A .safetensors file, replaced where it exists.</param>
    /// <param name="record">What to keep about the training.</param>
    public void Export(string path, IReadOnlyDictionary<string, string> record)
    {
        FillAfter(_stage);
        StudentExport.Write(path, _student, _teacher, _styleLayers, Samples(ExportBatches), record);
    }

    private static List<TrainingStage> Stages(DistillOptions options)
    {
        List<TrainingStage> stages = [];
        if (options.EarlySteps > 0)
            stages.Add(new TrainingStage(new LayerName(3, 2), 0, options.EarlySteps, options.EarlyLearningRate));
        stages.Add(new TrainingStage(StudentArchitecture.Layers[^1], options.EarlySteps, options.Steps, options.LearningRate));
        return stages;
    }

    // Batches before the first step's, which no training sees.
    private List<Tensor> Samples(int batches) =>
        [.. Enumerable.Range(1, batches).Select(i => _sampler.Batch(-i).to(_device))];

    private Dictionary<string, Tensor> State()
    {
        var state = new Dictionary<string, Tensor>(_student.Parameters, StringComparer.Ordinal);
        foreach ((string name, Tensor mean) in _adam.Means.Concat(_muon.Means))
            state[$"{name}.mean"] = mean;
        foreach ((string name, Tensor square) in _adam.Squares)
            state[$"{name}.square"] = square;
        foreach ((string name, Tensor basis) in _teacher.Bases)
            state[name] = basis;
        foreach ((string name, Tensor tensor) in _pool.State)
            state[$"pool.{name}"] = tensor;
        return state;
    }

    /// <summary>Trains from the checkpoint, if there is one, to the last step or to the cancellation.</summary>
    /// <param name="checkpoint">Written every <see cref="DistillOptions.CheckpointEvery"/> steps and at the end.</param>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <returns>The steps taken, counted from the very beginning.</returns>
    public int Run(string checkpoint, IProgress<DistillProgress>? progress, CancellationToken cancellation)
    {
        int step = 0;
        if (File.Exists(checkpoint))
        {
            step = Checkpoint.Steps(checkpoint);
            Enter(Stage(Math.Max(step, 1)));
            Checkpoint.Read(checkpoint, State());
        }

        long start = _clock.GetTimestamp();
        while (step < _stages[^1].Before + _stages[^1].Steps && !cancellation.IsCancellationRequested)
        {
            step++;
            Begin(step);
            DistillProgress taken = Step(step);
            progress?.Report(taken with { Seconds = _clock.GetElapsedTime(start).TotalSeconds });
            if (step % _options.CheckpointEvery == 0)
                Checkpoint.Write(checkpoint, State(), step);
        }

        Checkpoint.Write(checkpoint, State(), step);
        return step;
    }

    private TrainingStage Stage(int step) => _stages.First(stage => step <= stage.Before + stage.Steps);

    // A stage's layers that have not learnt yet begin as an excerpt of the teacher, fed from those that have.
    private void Begin(int step)
    {
        TrainingStage stage = Stage(step);
        if (step != stage.Before + 1)
            return;
        if (step == 1 && _options.Start is { } network)
            NetworkStart.Fill(_student, network, _teacher, Samples(StartBatches));
        else if (step == 1)
            StudentStart.Fill(_student, _teacher, Samples(StartBatches), StudentArchitecture.Layers);
        else
            FillAfter(_stage);
        _adam.Clear();
        _muon.Clear();
        Enter(stage);
    }

    private void FillAfter(TrainingStage stage) =>
        StudentStart.Fill(_student, _teacher, Samples(StartBatches), [.. StudentArchitecture.Layers.Where(layer => layer > stage.Until)]);

    private void Enter(TrainingStage stage)
    {
        _stage = stage;
        _pool.Dispose();
        _pool = Pool(stage);
    }

    private StylizedPool Pool(TrainingStage stage) => new(
        _sampler, _options.Pairs, _options.Seed, _student, [.. _styleLayers.Where(layer => layer <= stage.Until)], stage.ContentLayer, _device);

    private DistillProgress Step(int step)
    {
        using DisposeScope scope = NewDisposeScope();
        _pool.Advance(_student, step);
        Tensor pictures = cat([_sampler.Batch(step).to(_device), _pool.Pictures, _pool.Styles], 0);
        Dictionary<LayerName, Tensor> wanted;
        using (no_grad())
            wanted = _teacher.Features(pictures, _stage.Until);
        int pairs = _options.Pairs, fresh = _options.Fresh;
        (Tensor loss, var errors) = DistillationLoss.Evaluate(_student, _student.Features(pictures, _stage.Until), wanted, pairs);
        List<string> names = [.. _student.Names(_stage.Until)];
        List<Tensor> gradients = [.. autograd.grad([loss], [.. names.Select(name => _student.Parameters[name])])];
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
            named[names[i]] = gradients[i];
        Clip(named.Values);
        _adam.Step(named, step - _stage.Before, _stage.Rate(step));
        _muon.Step(named, _stage.Rate(step));
        foreach ((LayerName layer, LayerErrors found) in errors)
        {
            if (found.Grams is not null)
                _pool.SetStyle(layer, found.Grams.Found.narrow(0, fresh + pairs, pairs));
        }

        return Progress(step, loss, errors);
    }

    // All figures in one tensor: a GPU is waited for but once a step.
    private DistillProgress Progress(int step, Tensor loss, Dictionary<LayerName, LayerErrors> errors)
    {
        LayerName[] layers = [.. errors.Keys], styles = [.. layers.Where(layer => errors[layer].Grams is not null)];
        var figures = new Queue<float>(stack(
        [
            loss,
            .. layers.Select(layer => errors[layer].Features),
            .. styles.Select(layer => errors[layer].Grams!.Relative.narrow(0, 0, _options.Fresh).mean()),
            .. styles.Select(layer => errors[layer].Grams!.Missed.Squared().mean()),
        ]).detach().cpu().data<float>());
        return new DistillProgress(step, _options.EarlySteps + _options.Steps, figures.Dequeue(), Next(layers), Next(styles), Next(styles), 0);

        Dictionary<LayerName, double> Next(LayerName[] names) => names.ToDictionary(layer => layer, _ => (double)figures.Dequeue());
    }

    // One strange crop shall not undo what hundreds taught.
    private static void Clip(IEnumerable<Tensor> gradients)
    {
        const double Longest = 1;
        List<Tensor> all = [.. gradients];
        Tensor length = stack(all.Select(gradient => gradient.Squared().sum())).sum().sqrt();
        Tensor factor = length.AtLeast(Longest).reciprocal().Times(Longest);
        foreach (Tensor gradient in all)
            gradient.mul_(factor);
    }

    public void Dispose()
    {
        _student.Dispose();
        _adam.Dispose();
        _muon.Dispose();
        _pool.Dispose();
        _teacher.Dispose();
    }
}
