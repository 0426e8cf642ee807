using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Decoders;
using Impasto.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Trains a decoder step by step, with checkpoints from which the training continues exactly.</summary>
internal sealed class DecoderTrainer : IDisposable
{
    // Of the running average of the weights, which is what is measured and written.
    private const double Averaging = 0.998;

    private const double StabilityWeight = 20;
    private const double MixedShare = 0.25;
    private const int Border = 8;

    // Every so many pictures one is held out.
    private const int HeldOutEvery = 20;
    private const int HeldOutPairs = 8;

    private readonly DecoderOptions _options;
    private readonly Device _device;
    private readonly TensorNetwork _network;
    private readonly DecoderObjective _objective;
    private readonly Decoder _decoder;
    private readonly Decoder _average;
    private readonly WeightOptimizer _optimizer;
    private readonly PairSampler _sampler;
    private readonly Tensor _heldContents;
    private readonly Tensor _heldStyles;

    /// <summary>A training before its first step.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="start">The decoder to begin with; null for random weights.</param>
    /// <param name="network">The compact network.</param>
    /// <param name="images">The photographs, at least one.</param>
    /// <param name="device">Where tensors lie.</param>
    public DecoderTrainer(
        DecoderOptions options,
        TensorFile? start,
        Network network,
        IReadOnlyList<TrainingImage> images,
        Device device)
    {
        _options = options;
        _device = device;
        _network = new TensorNetwork(network, new Engines.EngineSettings(), device, ScalarType.Float32);
        _objective = new DecoderObjective(options, network, _network.Chain);
        (int deep, int fine) = DecoderLayers.ChannelsOf(network);
        _decoder = Begin();
        _average = Begin();
        _optimizer = new WeightOptimizer(_decoder.Weights);
        TrainingImage[] held = [.. images.Where((_, i) => i % HeldOutEvery == HeldOutEvery - 1)];
        TrainingImage[] seen = [.. images.Where((_, i) => i % HeldOutEvery != HeldOutEvery - 1)];
        _sampler = new PairSampler(seen, options.Crop);
        var heldSampler = new PairSampler(held.Length > 0 ? held : seen, options.Crop);
        var random = new Random(options.Seed);
        _heldContents = heldSampler.Contents(HeldOutPairs, random).to(device).DetachFromDisposeScope();
        _heldStyles = heldSampler.Styles(HeldOutPairs, random).to(device).DetachFromDisposeScope();

        Decoder Begin() => start is null
            ? new Decoder(new DecoderShape(deep, fine, options.Widths), options.Seed, device)
            : Decoder.Load(start, deep, fine, device);
    }

    /// <summary>The running average of the decoders.</summary>
    public Decoder Average => _average;

    /// <summary>Trains from the checkpoint, if it exists, to the last step or to the cancellation.</summary>
    /// <param name="task">The checkpoint and the clock.</param>
    /// <param name="write">Writes the decoder after some steps; called with every checkpoint.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <returns>The steps taken, counted from the training's first.</returns>
    public int Run(
        DecoderTask task, Action<int> write, IProgress<DecoderProgress>? progress, CancellationToken cancellation)
    {
        int step = 0;
        if (File.Exists(task.Checkpoint))
        {
            step = Checkpoint.Steps(task.Checkpoint);
            Checkpoint.Read(task.Checkpoint, Exchange);
        }

        long start = task.Clock.GetTimestamp();
        while (step < _options.Steps && !cancellation.IsCancellationRequested)
        {
            step++;
            DecoderProgress taken = Step(step);
            bool keeps = step % _options.CheckpointEvery == 0;
            if (keeps)
            {
                taken = taken with { HeldOut = Measure() };
                Checkpoint.Write(task.Checkpoint, Exchange, step);
                write(step);
                if (task.Samples is { } samples)
                    DecoderSamples.Write(samples, Rows());
            }

            progress?.Report(taken with { Elapsed = task.Clock.GetElapsedTime(start) });
        }

        Checkpoint.Write(task.Checkpoint, Exchange, step);
        write(step);
        return step;
    }

    private void Exchange(StateExchange state)
    {
        _decoder.Exchange(state, "");
        _average.Exchange(state, "average.");
        _optimizer.Exchange(state);
    }

    private DecoderProgress Step(int step)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(CropSampler.HashSeed(_options.Seed, step));
        Tensor contents = _sampler.Contents(_options.Batch, random).to(_device);
        Tensor styles = _sampler.Styles(_options.Batch, random).to(_device);
        double share = random.NextDouble() < MixedShare ? random.NextDouble() : 0;
        var scene = new DecoderScene(_objective, contents, styles, share);
        Tensor made = scene.Run(_decoder);
        DecoderLoss loss = scene.Judge(made);
        Tensor slope = loss.Slope;
        double stability = 0;
        if (step > _options.Steps / 2)
        {
            Tensor moved = Stability(scene, made, random);
            stability = moved.item<float>();
            slope = slope.Plus(moved, StabilityWeight);
        }

        _optimizer.Step(
            slope, _decoder.Weights, step, TrainingStage.Rate(step, _options.Steps, _options.LearningRate));
        _average.Follow(_decoder, Math.Min(Averaging, (1.0 + step) / (10.0 + step)));
        return Progress(step, loss) with { Stability = stability };
    }

    // The first photograph, moved a little: its picture should be the first one's, moved likewise.
    private Tensor Stability(DecoderScene scene, Tensor made, Random random)
    {
        Tensor motion = FakeMotion.Draw(_options.Crop, random).to(_device);
        Tensor content = scene.Contents.narrow(0, 0, 1);
        Tensor moved = FakeMotion.Moved(content, motion);
        Tensor picture = scene.RunMoved(_decoder, moved.Plus(FakeMotion.Noise(moved.cpu(), random).to(_device)));
        Tensor difference = picture - FakeMotion.Moved(made.narrow(0, 0, 1), motion);
        long side = _options.Crop - (2 * Border);
        return difference.narrow(2, Border, side).narrow(3, Border, side).Squared().mean();
    }

    private DecoderProgress Progress(int step, DecoderLoss loss) => new()
    {
        Step = step,
        Steps = _options.Steps,
        Content = loss.Content,
        Style = loss.Style,
        Identity = loss.Identity,
        Loss = (_options.ContentWeight * loss.Content) + (_options.StyleWeight * loss.Style) + loss.Pixels
            + loss.Identity,
    };

    private DecoderProgress Measure()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        var scene = new DecoderScene(_objective, _heldContents, _heldStyles, 0);
        return Progress(0, scene.Judge(scene.Run(_average)));
    }

    // Photographs, styles, pictures, unchanged pictures.
    private IReadOnlyList<Tensor> Rows()
    {
        using IDisposable frozen = no_grad();
        var scene = new DecoderScene(_objective, _heldContents, _heldStyles, 0);
        Tensor made = scene.Run(_average);
        Tensor restored = made.narrow(0, HeldOutPairs, HeldOutPairs / 2);
        return
        [
            _heldContents, _heldStyles, made.narrow(0, 0, HeldOutPairs),
            cat([restored, ones_like(restored)], 0),
        ];
    }

    public void Dispose()
    {
        _network.Dispose();
        _decoder.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        _heldContents.Dispose();
        _heldStyles.Dispose();
    }
}
