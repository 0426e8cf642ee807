using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>Trains a student, step by step, with checkpoints from which it goes on exactly.</summary>
internal sealed class Distiller : IDisposable
{
    private const int ScaleBatches = 4;
    private const int ExportBatches = 16;

    private readonly DistillOptions _options;
    private readonly ScaledTeacher _teacher;
    private readonly Student _student;
    private readonly AdamState _adam;
    private readonly CropSampler _sampler;
    private readonly Device _device;
    private readonly TimeProvider _clock;

    public Distiller(
        DistillOptions options, ITeacher teacher, IReadOnlyList<TrainingImage> images, Device device, TimeProvider clock)
    {
        _options = options;
        _device = device;
        _clock = clock;
        _student = new Student(options.Architecture, teacher.Channels, options.Seed, device);
        _adam = new AdamState(_student.Parameters);
        _sampler = new CropSampler(images, options.Batch, options.Crop, options.Seed);
        // Batches before the first step's, which no training sees.
        _teacher = new ScaledTeacher(teacher, Enumerable.Range(1, ScaleBatches).Select(i => _sampler.Batch(-i).to(device)));
    }

    public Student Student => _student;

    /// <summary>Writes the student as a network that the library loads.</summary>
    /// <param name="path">A .safetensors file, replaced where it exists.</param>
    /// <param name="record">What to keep about the training.</param>
    public void Export(string path, IReadOnlyDictionary<string, string> record)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> samples = [.. Enumerable.Range(1, ExportBatches).Select(i => _sampler.Batch(-i).to(_device))];
        StudentExport.Write(path, _student, _teacher.Scales, samples, record);
    }

    /// <summary>Trains from the checkpoint, if there is one, to the last step or to the cancellation.</summary>
    /// <param name="checkpoint">Written every <see cref="DistillOptions.CheckpointEvery"/> steps and at the end.</param>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <returns>The steps taken, counted from the very beginning.</returns>
    public int Run(string checkpoint, IProgress<DistillProgress>? progress, CancellationToken cancellation)
    {
        int step = File.Exists(checkpoint) ? Checkpoint.Read(checkpoint, _student, _adam) : 0;
        long start = _clock.GetTimestamp();
        while (step < _options.Steps && !cancellation.IsCancellationRequested)
        {
            step++;
            DistillProgress taken = Step(step);
            progress?.Report(taken with { Seconds = _clock.GetElapsedTime(start).TotalSeconds });
            if (step % _options.CheckpointEvery == 0)
                Checkpoint.Write(checkpoint, _student, _adam, step);
        }

        Checkpoint.Write(checkpoint, _student, _adam, step);
        return step;
    }

    private DistillProgress Step(int step)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = _sampler.Batch(step).to(_device);
        Dictionary<LayerName, Tensor> wanted;
        using (no_grad())
            wanted = _teacher.Features(pictures);
        (Tensor loss, var parts) = DistillationLoss.Evaluate(_student, _student.Features(pictures), wanted);
        List<string> names = [.. _student.Parameters.Keys];
        List<Tensor> gradients = [.. autograd.grad([loss], [.. _student.Parameters.Values])];
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
            named[names[i]] = gradients[i];
        Clip(named.Values);
        _adam.Step(named, step, Rate(step));
        return new DistillProgress(
            step,
            _options.Steps,
            loss.item<float>(),
            parts.ToDictionary(part => part.Key, part => (double)part.Value.Features.item<float>()),
            parts.ToDictionary(part => part.Key, part => (double)part.Value.Gram.item<float>()),
            0);
    }

    // Half a cosine from the first rate to a hundredth of it, after a short rise.
    private double Rate(int step)
    {
        double done = (double)step / _options.Steps;
        double fall = 0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * done)));
        return _options.LearningRate * fall * Math.Min(1, step / 100.0);
    }

    // One strange crop shall not undo what hundreds taught.
    private static void Clip(IEnumerable<Tensor> gradients)
    {
        const double Longest = 1;
        List<Tensor> all = [.. gradients];
        double length = Math.Sqrt(all.Sum(gradient => (double)gradient.square().sum().item<float>()));
        if (length <= Longest)
            return;
        foreach (Tensor gradient in all)
            gradient.mul_(Longest / length);
    }

    public void Dispose()
    {
        _student.Dispose();
        _adam.Dispose();
    }
}
