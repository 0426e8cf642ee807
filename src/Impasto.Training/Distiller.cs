using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Losses;
using Impasto.Training.Optimizers;
using Impasto.Training.Pools;
using Impasto.Training.Students;
using Impasto.Training.Teachers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Trains a student step by step, with checkpoints from which the training continues exactly.</summary>
internal sealed class Distiller : IDisposable
{
    private const int ExportBatches = 16;

    private const int StartBatches = 6;

    private readonly DistillOptions _options;
    private readonly ProjectedTeacher _teacher;
    private readonly Student _student;
    private readonly WeightOptimizer _optimizer;
    private readonly CropSampler _sampler;
    private readonly IReadOnlyList<TrainingStage> _stages;
    private readonly Device _device;
    private TrainingStage _stage;
    private StylizedPool _pool;

    /// <summary>A training before its first step.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="teacher">The teacher; disposed with the training.</param>
    /// <param name="images">The pictures to learn from, at least one.</param>
    /// <param name="device">Where tensors lie.</param>
    public Distiller(DistillOptions options, ITeacher teacher, IReadOnlyList<TrainingImage> images, Device device)
    {
        _options = options;
        _device = device;
        _sampler = new CropSampler(images, options.Fresh, options.Crop, options.Seed);
        using DisposeScope scope = NewDisposeScope();
        _teacher = new ProjectedTeacher(teacher, Samples(StartBatches));
        _student = new Student(options.Architecture, _teacher.Channels, options.Seed, device);
        _optimizer = new WeightOptimizer(_student.Weights);
        _stages = TrainingStage.All(options);
        _stage = _stages[0];
        _pool = Pool(_stage);
    }

    /// <summary>Trains from the checkpoint, if it exists, to the last step or to the cancellation.</summary>
    /// <param name="checkpoint">
    /// Written every <see cref="DistillOptions.CheckpointEvery"/> steps and at the end.
    /// </param>
    /// <param name="clock">Measures the time of the run.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <returns>The steps taken, counted from the training's first.</returns>
    public int Run(
        string checkpoint, TimeProvider clock, IProgress<DistillProgress>? progress, CancellationToken cancellation)
    {
        int step = File.Exists(checkpoint) ? Restore(checkpoint) : 0;
        long start = clock.GetTimestamp();
        while (step < _stages[^1].LastStep && !cancellation.IsCancellationRequested)
        {
            step++;
            Begin(step);
            DistillProgress taken = Step(step);
            progress?.Report(taken with { Elapsed = clock.GetElapsedTime(start) });
            if (step % _options.CheckpointEvery == 0)
                Checkpoint.Write(checkpoint, Exchange, step);
        }

        Checkpoint.Write(checkpoint, Exchange, step);
        return step;
    }

    /// <summary>
    /// The student as a network that the library runs; layers that have not learnt yet become an excerpt of the
    /// teacher.
    /// </summary>
    public Network Export()
    {
        using DisposeScope scope = NewDisposeScope();
        FillAfter(_stage);
        string name = Path.GetFileNameWithoutExtension(_options.Name);
        return new StudentExport(_student, _teacher, Samples(ExportBatches)).ToNetwork(name);
    }

    private int Restore(string checkpoint)
    {
        int step = Checkpoint.Steps(checkpoint);
        Enter(Stage(Math.Max(step, 1)));
        Checkpoint.Read(checkpoint, Exchange);
        return step;
    }

    private void Exchange(StateExchange state)
    {
        _student.Exchange(state);
        _optimizer.Exchange(state);
        _teacher.Exchange(state);
        _pool.Exchange(state);
    }

    // Batches before the first step's, which no training step sees.
    private List<Tensor> Samples(int batches) =>
        [.. Enumerable.Range(1, batches).Select(i => _sampler.Batch(-i).to(_device))];

    private TrainingStage Stage(int step) => _stages.First(stage => step <= stage.LastStep);

    // Layers of a stage that have not learnt yet begin as an excerpt of the teacher. Their input is the features of the
    // layers that have learnt.
    private void Begin(int step)
    {
        TrainingStage stage = Stage(step);
        if (step != stage.Before + 1)
            return;
        using DisposeScope scope = NewDisposeScope();
        if (step == 1 && _options.Start is { } network)
            new NetworkStart(_student, _teacher, Samples(StartBatches)).Fill(network);
        else if (step == 1)
            new StudentStart(_student, _teacher, Samples(StartBatches)).Fill(StudentLayers.All);
        else
            FillAfter(_stage);
        _optimizer.Clear();
        Enter(stage);
    }

    private void FillAfter(TrainingStage stage)
    {
        LayerName[] open = [.. StudentLayers.All.Where(layer => !StudentLayers.IsUpTo(layer, stage.Until))];
        new StudentStart(_student, _teacher, Samples(StartBatches)).Fill(open);
    }

    private void Enter(TrainingStage stage)
    {
        _stage = stage;
        _pool.Dispose();
        _pool = Pool(stage);
    }

    private StylizedPool Pool(TrainingStage stage)
    {
        LayerName[] styles = [.. StudentLayers.InOrder(_teacher.Channels.Keys)
            .Where(layer => StudentLayers.Styles.Contains(layer) && StudentLayers.IsUpTo(layer, stage.Until))];
        return new StylizedPool(
            _sampler, new PoolSettings(_options.Pairs, _options.Seed, styles, stage.ContentLayer), _student);
    }

    private DistillProgress Step(int step)
    {
        using DisposeScope scope = NewDisposeScope();
        _pool.Advance(step);
        BatchErrors errors = Evaluate(cat([_sampler.Batch(step).to(_device), _pool.Pictures, _pool.Styles], 0));
        _optimizer.Step(
            errors.Loss, [.. _student.WeightsUpTo(_stage.Until)], step - _stage.Before, _stage.Rate(step));
        foreach ((LayerName layer, LayerErrors found) in errors.Layers)
        {
            if (found.Grams is { } grams)
                _pool.SetStyle(layer, grams.Found.narrow(0, _options.Fresh + _options.Pairs, _options.Pairs));
        }

        return Progress(step, errors);
    }

    private BatchErrors Evaluate(Tensor pictures)
    {
        Dictionary<LayerName, Tensor> wanted;
        using (no_grad())
            wanted = _teacher.Features(pictures, _stage.Until);
        return DistillationLoss.Evaluate(_student, _student.Features(pictures, _stage.Until), wanted, _options.Pairs);
    }

    // All figures come in one tensor, so that a step waits for a GPU only once.
    private DistillProgress Progress(int step, BatchErrors errors)
    {
        LayerName[] layers = [.. errors.Layers.Keys];
        LayerName[] styles = [.. layers.Where(layer => errors.Layers[layer].Grams is not null)];
        var figures = new Queue<float>(stack(
        [
            errors.Loss,
            .. layers.Select(layer => errors.Layers[layer].Features),
            .. styles.Select(layer => errors.Layers[layer].Grams!.Relative.narrow(0, 0, _options.Fresh).mean()),
            .. styles.Select(layer => errors.Layers[layer].Grams!.Missed.Squared().mean()),
        ]).detach().cpu().data<float>());
        return new DistillProgress
        {
            Step = step,
            Steps = _stages[^1].LastStep,
            Loss = figures.Dequeue(),
            Features = Next(layers),
            Grams = Next(styles),
            Visited = Next(styles),
        };

        Dictionary<LayerName, double> Next(LayerName[] names) =>
            names.ToDictionary(layer => layer, _ => (double)figures.Dequeue());
    }

    public void Dispose()
    {
        _student.Dispose();
        _optimizer.Dispose();
        _pool.Dispose();
        _teacher.Dispose();
    }
}
