using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Torch;

namespace Impasto.Training.Tests.Decoders;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class DecoderDistillationTests
{
    // Checkpoints lie at steps 2, 4 and 6; from step 4 on, stability is part of the loss.
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Run_that_crashed_resumes_with_the_same_bits(int crash)
    {
        using var folder = new TrainingFolder();
        DecoderOptions options = Options(folder, steps: 6);
        Run(folder, options, "whole");

        Assert.Throws<InvalidOperationException>(() => Run(folder, options, "resumed", new CrashAt(crash)));
        var log = new Log();
        Run(folder, options, "resumed", log);

        Assert.Equal(Enumerable.Range(crash, 7 - crash), log.Steps.Select(step => step.Step));
        foreach (string file in (string[])[".checkpoint", ".safetensors"])
        {
            Assert.Equal(
                Convert.ToHexString(File.ReadAllBytes(folder.File($"whole{file}"))),
                Convert.ToHexString(File.ReadAllBytes(folder.File($"resumed{file}"))));
        }
    }

    [Fact]
    public void Run_lowers_the_loss_and_measures_held_out_pairs()
    {
        using var folder = new TrainingFolder();
        var log = new Log();

        Run(folder, Options(folder, steps: 40) with { CheckpointEvery = 20, LearningRate = 3e-3 }, "a", log);

        Assert.InRange(
            log.Steps.TakeLast(5).Average(step => step.Loss), 0, 0.7 * log.Steps.Take(5).Average(step => step.Loss));
        Assert.Equal([20, 40], log.Steps.Where(step => step.HeldOut is not null).Select(step => step.Step));
        Assert.All(log.Steps.Take(20), step => Assert.Equal(0, step.Stability));
        Assert.All(log.Steps.Skip(20), step => Assert.InRange(step.Stability, 1e-9, 10));
    }

    [Fact]
    public void Run_writes_a_decoder_that_glance_takes_and_a_sheet_of_samples()
    {
        using var folder = new TrainingFolder();
        Run(folder, Options(folder, steps: 2), "a");

        using var glance = new Glance(folder.File("a.safetensors"), new CpuDevice(1));
        Picture photo = TestPictures.Noise(50, 40, seed: 1);
        Picture made = glance.Paint(
            new StylizeTask(photo, [new WeightedStyle(TestPictures.Noise(40, 40, seed: 2))], new StylizeOptions()),
            100,
            TestContext.Current.CancellationToken);

        Assert.Equal(new PictureSize(512, 410), made.Size);
        Assert.Equal(
            new PictureSize(8 * 64, 4 * 64), new PictureReader().Read(folder.File("a.png")).Size);
    }

    // The running average follows at once when a training begins: one step at a rate of nearly nothing.
    [Fact]
    public void Run_that_begins_with_a_decoder_keeps_it_and_its_widths()
    {
        using var folder = new TrainingFolder();
        Run(folder, Options(folder, steps: 2) with { Widths = [32, 16, 16, 16, 16, 16, 16] }, "first");

        DecoderOptions still = Options(folder, steps: 1) with { LearningRate = 1e-9, Seed = 5 };
        Run(folder, still, "next", start: folder.File("first.safetensors"));
        Run(folder, still, "other");

        using var painted = new Glance(folder.File("first.safetensors"), new CpuDevice(1));
        using var next = new Glance(folder.File("next.safetensors"), new CpuDevice(1));
        using var other = new Glance(folder.File("other.safetensors"), new CpuDevice(1));
        float[] wanted = Values(painted);
        Assert.InRange(Largest(wanted, Values(next)), 0, 0.005f);
        Assert.InRange(Largest(wanted, Values(other)), 0.05f, 1);
        Assert.Throws<WeightsException>(() => Run(folder, still, "none", start: folder.File("missing.safetensors")));

        static float[] Values(Glance glance) => [.. glance.Paint(
            new StylizeTask(
                TestPictures.Noise(40, 32, seed: 1),
                [new WeightedStyle(TestPictures.Noise(40, 40, seed: 2))],
                new StylizeOptions()),
            100,
            TestContext.Current.CancellationToken).Pixels];

        static float Largest(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
    }

    [Fact]
    public void Options_that_are_invalid_are_named()
    {
        var options = new DecoderOptions { Widths = [16, 20], Steps = 0, Batch = 0, Crop = 70, LearningRate = 0 };

        Assert.Equal(
            ["images", "widths", "steps", "batch", "crop", "learning-rate"],
            options.Validate().Select(problem => problem.Option));
        Assert.Empty((new DecoderOptions() with { Images = ["photos"] }).Validate());
    }

    [Fact]
    public void Default_decoder_fits_a_megabyte_as_float16() => Assert.InRange(
        new Training.Decoders.DecoderShape(80, 64, new DecoderOptions().Widths).Convolutions
            .Sum(shape => ((9 * shape.Inputs) + 1) * shape.Outputs * 2), 1, 1_000_000);

    private static DecoderOptions Options(TrainingFolder folder, int steps) => new()
    {
        Images = [folder.Images],
        Widths = [16, 16, 16, 16, 16, 16, 16],
        Steps = steps,
        Batch = 2,
        Crop = 64,
        CheckpointEvery = 2,
    };

    private static void Run(
        TrainingFolder folder,
        DecoderOptions options,
        string name,
        IProgress<DecoderProgress>? progress = null,
        string? start = null) =>
        DecoderDistillation.Run(
            new DecoderTask
            {
                Options = options,
                Start = start,
                Output = folder.File($"{name}.safetensors"),
                Checkpoint = folder.File($"{name}.checkpoint"),
                Samples = folder.File($"{name}.png"),
            },
            TorchDevice.Parse("cpu", 1),
            progress);

    private sealed class Log : IProgress<DecoderProgress>
    {
        public List<DecoderProgress> Steps { get; } = [];

        public void Report(DecoderProgress value) => Steps.Add(value);
    }

    private sealed class CrashAt(int step) : IProgress<DecoderProgress>
    {
        public void Report(DecoderProgress value)
        {
            if (value.Step == step)
                throw new InvalidOperationException("Crashed.");
        }
    }
}
