using Impasto.Networks;
using Impasto.Torch;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Teachers;
using TorchSharp;

namespace Impasto.Training.Tests;

[Collection("libtorch")]
public sealed class DistillerTests : IDisposable
{
    private readonly TrainingFolder _folder = new();
    private readonly TorchDevice _device = TorchDevice.Parse("cpu", 1);

    [Fact]
    public void Run_writes_a_checkpoint_every_so_many_steps_and_at_the_end()
    {
        var seen = new List<int>();
        using Distiller distiller = Create(_folder.Options(steps: 5));
        var watch = new Watch(_ => seen.Add(File.Exists(Path) ? Checkpoint.Steps(Path) : 0));

        int steps = distiller.Run(Path, TimeProvider.System, watch, TestContext.Current.CancellationToken);

        Assert.Equal(5, steps);
        // Step 3 is reported after the checkpoint of step 2 was written, and so on.
        Assert.Equal([0, 0, 2, 2, 4], seen);
        Assert.Equal(5, Checkpoint.Steps(Path));
    }

    [Fact]
    public void Run_lowers_the_loss()
    {
        var losses = new List<double>();
        using Distiller distiller =
            Create(_folder.Options(steps: 40) with { LearningRate = 3e-3, CheckpointEvery = 100 });

        var watch = new Watch(step => losses.Add(step.Loss));
        distiller.Run(Path, TimeProvider.System, watch, TestContext.Current.CancellationToken);

        Assert.True(losses[^5..].Average() < 0.9 * losses[..5].Average(), string.Join(' ', losses));
    }

    [Fact]
    public void Run_after_the_last_step_takes_no_more()
    {
        using (Distiller first = Create(_folder.Options(steps: 2)))
            first.Run(Path, TimeProvider.System, null, TestContext.Current.CancellationToken);
        using Distiller second = Create(_folder.Options(steps: 2));

        int steps = second.Run(
            Path,
            TimeProvider.System,
            new Watch(_ => Assert.Fail("expected no step")),
            TestContext.Current.CancellationToken);

        Assert.Equal(2, steps);
    }

    [Fact]
    public void Export_has_the_architecture_and_maps_at_the_style_layers()
    {
        DistillOptions options = _folder.Options(steps: 1);
        using Distiller distiller = Create(options);

        Network network = distiller.Export();

        Assert.Equal(options.Architecture.Widths, network.Convolutions.Select(convolution => convolution.Outputs));
        Assert.Equal(StudentLayers.Styles, StudentLayers.InOrder(network.Maps.Keys));
        Assert.Equal(PaddingMode.Replicate, network.Padding);
        Assert.Equal(InputNormalization.Unit, network.Normalization);
    }

    [Fact]
    public void Dispose_leaves_no_tensor_behind()
    {
        long before = torch.Tensor.TotalCount;

        using (Distiller distiller = Create(_folder.Options(steps: 1)))
            distiller.Run(Path, TimeProvider.System, null, TestContext.Current.CancellationToken);

        // The collector may free tensors of other tests in between.
        Assert.InRange(torch.Tensor.TotalCount, 0, before);
    }

    private string Path => _folder.File("training.checkpoint");

    private Distiller Create(DistillOptions options) => new(
        options,
        TeacherFiles.Load(options.Teachers, _device),
        TrainingImages.Load(options.Images, 1),
        _device.TensorDevice);

    public void Dispose() => _folder.Dispose();

    private sealed class Watch(Action<DistillProgress> seen) : IProgress<DistillProgress>
    {
        public void Report(DistillProgress value) => seen(value);
    }
}
