using System.Globalization;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Decoders;
using Impasto.Training.Learning;
using Impasto.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Trains a decoder on one painting until the time is over, and keeps the best one.</summary>
/// <remarks>
/// What a step does depends on its number and the seed alone, never on the time: an interrupted training and one in one
/// piece that end after the same step have the same bits.
/// </remarks>
internal sealed class StyleTrainer : IDisposable
{
    // Of the running average of the weights, which is what is measured and written.
    private const double Averaging = 0.99;

    // A tenth of the photographs is held out.
    private const int HeldOutEvery = 10;
    // Batches of parts of those that are held out, and of the others, whose moments are held: one for each photograph.
    private const int HeldOutBatches = 5, MomentBatches = 24, PartsAtOnce = 4;

    // The learning rate rises over so many steps, and has half of its square after as many as the second.
    private const double Rise = 20, HalfLife = 200;

    private const string PaintingKey = "training", SecondsKey = "seconds", BeforeKey = "before", BestKey = "best",
        BestStepKey = "best-step";

    private readonly LearnOptions _options;
    private readonly Device _device;
    private readonly TensorNetwork _network;
    private readonly DecoderOptions _weights = new();
    private readonly DecoderObjective _objective;
    private readonly PaintingTargets _targets;
    private readonly Decoder _decoder;
    private readonly Decoder _average;
    private readonly Decoder _best;
    private readonly WeightOptimizer _optimizer;
    private readonly PairSampler _photographs;
    private readonly Tensor[] _heldOut;
    private HeldOutLoss _before;
    private HeldOutLoss _bestLoss;
    private int _bestStep;
    private int _step;
    private TimeSpan _elapsed;

    /// <summary>A training before its first step.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="network">The compact network.</param>
    /// <param name="start">The decoder to begin with.</param>
    /// <param name="images">The photographs, at least one.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="device">Where tensors lie.</param>
    public StyleTrainer(
        LearnOptions options,
        Network network,
        TensorFile start,
        IReadOnlyList<TrainingImage> images,
        Picture painting,
        Device device)
    {
        (_options, _device) = (options, device);
        _network = new TensorNetwork(network, new Engines.EngineSettings(), device, ScalarType.Float32);
        _objective = new DecoderObjective(_weights, network, _network.Chain);
        (int deep, int fine) = DecoderLayers.ChannelsOf(network);
        _decoder = Decoder.Load(start, deep, fine, device);
        _average = Decoder.Load(start, deep, fine, device);
        _best = Decoder.Load(start, deep, fine, device);
        _optimizer = new WeightOptimizer(_decoder.Weights);
        int held = images.Count < HeldOutEvery ? images.Count : HeldOutEvery;
        TrainingImage[] unseen = [.. images.Where((_, i) => i % held == held - 1)];
        TrainingImage[] seen = images.Count == 1 ? unseen : [.. images.Where((_, i) => i % held != held - 1)];
        Seen = seen.Length;
        _photographs = new PairSampler(seen, options.Crop);
        var random = new Random(options.Seed);
        var heldOut = new PairSampler(unseen, options.Crop);
        _heldOut = [.. Enumerable.Range(0, Math.Min(HeldOutBatches, unseen.Length)).Select(_ =>
            heldOut.Parts(PartsAtOnce, random).to(device).DetachFromDisposeScope())];
        Picture small = Scaled(painting, options.StyleSize);
        LearnedSize = small.Size.Longer;
        _targets = new PaintingTargets(
            _objective,
            small,
            Enumerable.Range(0, Math.Min(MomentBatches, Seen)).Select(_ => _photographs.Contents(PartsAtOnce, random)),
            device);
    }

    /// <summary>Photographs that steps see.</summary>
    public int Seen { get; }

    /// <summary>The painting's longer side in pixels.</summary>
    public int LearnedSize { get; }

    /// <summary>Learns from the checkpoint, if it exists, until the time is over or to the cancellation.</summary>
    /// <param name="task">Checkpoint and minutes.</param>
    /// <param name="fingerprint">Says what is trained, to refuse another training's checkpoint.</param>
    /// <param name="watch">The time so far.</param>
    /// <param name="progress">Receives the first measurement and every step.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    public void Run(
        LearnTask task,
        string fingerprint,
        TrainingTime watch,
        IProgress<LearnProgress>? progress,
        CancellationToken cancellation)
    {
        bool resumes = File.Exists(task.Checkpoint);
        if (resumes)
            Resume(task.Checkpoint, fingerprint, watch);
        TimeSpan measuring = watch.Elapsed;
        HeldOutLoss now = Measure();
        if (!resumes)
            Begin(now, watch, progress);
        // What the measurement at the end takes.
        TimeSpan reserve = watch.Elapsed - measuring, longest = TimeSpan.Zero;
        var budget = TimeSpan.FromMinutes(task.Options.Minutes);
        while (watch.Elapsed < budget && watch.Elapsed + longest + reserve <= budget
            && !cancellation.IsCancellationRequested)
        {
            TimeSpan start = watch.Elapsed;
            LearnProgress taken = Step(++_step);
            if (_step % _options.MeasureEvery == 0)
            {
                taken = Measured(taken);
                _elapsed = watch.Elapsed;
                Write(task.Checkpoint, fingerprint);
            }

            progress?.Report(taken with { Elapsed = watch.Elapsed });
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (watch.Elapsed - start).Ticks));
        }

        _elapsed = watch.Elapsed;
        Write(task.Checkpoint, fingerprint);
        // Not in the checkpoint: an uninterrupted training does not measure at this step.
        if (_step % _options.MeasureEvery != 0)
            Keep(Measure());
        _elapsed = watch.Elapsed;
    }

    /// <summary>The best decoder and all moments.</summary>
    public IReadOnlyList<NamedTensor> Tensors() =>
        [.. _best.Export().SelectMany(NetworkWriter.Tensors), .. _targets.Export()];

    /// <summary>What the style's file says.</summary>
    public LearningRecord Record(LearnTask task, Network network, int photographs) => new()
    {
        Painting = task.PaintingName,
        PaintingSize = task.Painting.Size,
        LearnedSize = LearnedSize,
        NetworkSha256 = network.Sha256,
        Recipe = string.Create(
            CultureInfo.InvariantCulture,
            $"content {_weights.ContentWeight} at {StudentLayers.Content}, style {_weights.StyleWeight} by "
            + $"Wasserstein-2 at {string.Join(", ", StudentLayers.Styles)}, total variation, range"),
        Minutes = _elapsed.TotalMinutes,
        Steps = _step,
        BestStep = _bestStep,
        Photographs = photographs,
        LossBefore = _before.Own,
        LossAfter = _bestLoss.Own,
        HeldLossBefore = _before.Held,
        HeldLossAfter = _bestLoss.Held,
        License = $"Weights trained by Impasto (MIT) behind a compact network ({Attribution}); the painting's rights "
            + "stay with their holder.",
    };

    private const string Attribution = "from VGG-19 by K. Simonyan and A. Zisserman, CC BY 4.0, changed, and "
        + "Collaborative Distillation's encoder, MIT, copyright (c) 2020 Huan Wang";

    private void Begin(HeldOutLoss found, TrainingTime watch, IProgress<LearnProgress>? progress)
    {
        _before = _bestLoss = found;
        progress?.Report(new LearnProgress
        {
            Step = 0,
            Loss = _before.Mean,
            Content = 0,
            Style = 0,
            HeldOut = _before.Own,
            HeldOutHeld = _before.Held,
            Elapsed = watch.Elapsed,
        });
    }

    private void Resume(string path, string fingerprint, TrainingTime watch)
    {
        IReadOnlyDictionary<string, string> texts = Checkpoint.Texts(path);
        _step = Checkpoint.Steps(path);
        bool fits = texts.GetValueOrDefault(PaintingKey) == fingerprint;
        if (!fits || HeldOutLoss.Parse(texts.GetValueOrDefault(BeforeKey)) is not { } before
            || HeldOutLoss.Parse(texts.GetValueOrDefault(BestKey)) is not { } best
            || !int.TryParse(texts.GetValueOrDefault(BestStepKey), CultureInfo.InvariantCulture, out int bestStep)
            || !double.TryParse(texts.GetValueOrDefault(SecondsKey), CultureInfo.InvariantCulture, out double seconds))
        {
            throw new WeightsException(
                $"The checkpoint '{path}' belongs to another training: it has another painting, other photographs, "
                + "another decoder to begin with or other options. Delete it, or name another one with --checkpoint.");
        }

        (_before, _bestLoss, _bestStep) = (before, best, bestStep);
        watch.Before = TimeSpan.FromSeconds(seconds);
        Checkpoint.Read(path, Exchange);
    }

    private void Write(string path, string fingerprint) => Checkpoint.Write(
        path,
        Exchange,
        _step,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [PaintingKey] = fingerprint,
            [SecondsKey] = _elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture),
            [BeforeKey] = _before.ToString(),
            [BestKey] = _bestLoss.ToString(),
            [BestStepKey] = _bestStep.ToString(CultureInfo.InvariantCulture),
        });

    private void Exchange(StateExchange state)
    {
        _decoder.Exchange(state, "");
        _average.Exchange(state, "average.");
        _best.Exchange(state, "best.");
        _optimizer.Exchange(state);
    }

    private LearnProgress Step(int step)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(CropSampler.HashSeed(_options.Seed, step));
        Tensor contents = _photographs.Contents(_options.Batch, random).to(_device);
        DecoderLoss loss = new LearningScene(_objective, _targets, contents, _options.Batch / 2).Judge(_decoder);
        _optimizer.Step(loss.Slope, _decoder.Weights, step, Rate(step));
        _average.Follow(_decoder, Math.Min(Averaging, (1.0 + step) / (10.0 + step)));
        return new LearnProgress
        {
            Step = step,
            Loss = Total(loss),
            Content = loss.Content,
            Style = loss.Style,
        };
    }

    // Nobody knows how many steps the time is enough for, so the rate depends on those that were taken.
    private double Rate(int step) =>
        _options.LearningRate * Math.Min(1, step / Rise) / Math.Sqrt(1 + (step / HalfLife));

    private LearnProgress Measured(LearnProgress taken)
    {
        HeldOutLoss found = Measure();
        return taken with { HeldOut = found.Own, HeldOutHeld = found.Held, IsBest = Keep(found) };
    }

    private bool Keep(HeldOutLoss found)
    {
        if (!(found.Mean < _bestLoss.Mean))
            return false;
        _best.Follow(_average, 0);
        (_bestLoss, _bestStep) = (found, _step);
        return true;
    }

    private HeldOutLoss Measure()
    {
        using IDisposable frozen = no_grad();
        return new HeldOutLoss(Measure(PartsAtOnce), Measure(0));
    }

    private double Measure(long own) => _heldOut.Average(parts =>
    {
        using DisposeScope scope = NewDisposeScope();
        return Total(new LearningScene(_objective, _targets, parts, own).Judge(_average));
    });

    private double Total(DecoderLoss loss) =>
        (_weights.ContentWeight * loss.Content) + (_weights.StyleWeight * loss.Style) + loss.Pixels;

    private static Picture Scaled(Picture painting, int longest)
    {
        Picture opaque = painting.OnWhite();
        double scale = (double)longest / opaque.Size.Longer;
        return Resampler.Resize(
            opaque,
            Math.Max(1, (int)Math.Round(opaque.Width * scale)),
            Math.Max(1, (int)Math.Round(opaque.Height * scale)),
            ResampleFilter.Bicubic);
    }

    public void Dispose()
    {
        _network.Dispose();
        _targets.Dispose();
        _decoder.Dispose();
        _average.Dispose();
        _best.Dispose();
        _optimizer.Dispose();
        foreach (Tensor parts in _heldOut)
            parts.Dispose();
    }
}
