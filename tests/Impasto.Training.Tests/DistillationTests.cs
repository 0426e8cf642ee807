using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests;
using Impasto.Torch;

namespace Impasto.Training.Tests;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class DistillationTests
{
    // The channels of the small teacher itself.
    private static readonly StudentArchitecture AsWide = new([16, 16, 32, 32, 64, 64, 64, 64, 64, 64, 64, 64, 64]);

    // Checkpoints lie at steps 2, 4 and 6: in the early steps, at their end, and after it.
    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 3)]
    [InlineData(4, 5)]
    [InlineData(3, 5)]
    public void Run_that_crashed_resumes_with_the_same_steps(int earlySteps, int crash)
    {
        using var folder = new TrainingFolder();
        DistillOptions options = folder.Options(steps: 6 - earlySteps) with { EarlySteps = earlySteps };
        Run(folder, options, "whole");

        Assert.Throws<InvalidOperationException>(() => Run(folder, options, "resumed", new CrashAt(crash)));
        var log = new Log();
        Run(folder, options, "resumed", log);

        int first = crash % 2 == 0 ? crash - 1 : crash;
        Assert.Equal(Enumerable.Range(first, 7 - first), log.Steps.Select(step => step.Step));
        Assert.Equal(
            Convert.ToHexString(File.ReadAllBytes(folder.File("whole.checkpoint"))),
            Convert.ToHexString(File.ReadAllBytes(folder.File("resumed.checkpoint"))));
        Assert.Equal(Written(folder, "whole").Sha256, Written(folder, "resumed").Sha256);
    }

    [Fact]
    public void Run_early_steps_leave_the_deep_layers_as_they_began()
    {
        using var folder = new TrainingFolder();
        var log = new Log();

        Run(folder, folder.Options(steps: 1) with { EarlySteps = 2 }, "a", log);

        Assert.Equal(
            ["conv1_1", "conv2_1", "conv3_1", "conv3_2"],
            log.Steps[1].Features.Keys.Select(layer => layer.ToString()).Order());
        Assert.Contains(VggLayers.Of(5, 1), log.Steps[2].Features.Keys);
    }

    [Fact]
    public void Run_cancelled_in_the_early_steps_writes_a_whole_network()
    {
        using var folder = new TrainingFolder();
        using var cancellation = new CancellationTokenSource();
        DistillOptions options = folder.Options(steps: 50) with
        {
            EarlySteps = 50,
            Architecture = AsWide,
            EarlyLearningRate = 1e-9,
        };

        Distillation.Run(
            Task(folder, options, "a"), TorchDevice.Parse("cpu", 1), new CancelAt(2, cancellation), cancellation.Token);

        Network student = Written(folder, "a"), teacher = NetworkLoader.Load(folder.Teacher).Network;
        Picture picture = new PictureReader().Read(Path.Combine(folder.Images, "0.png"));
        LayerName deepest = VggLayers.Of(5, 1);
        double found = Norm(Moments(student, picture, [deepest])[deepest].Through(student.Maps[deepest]).Gram);
        Assert.Equal(1, found / Norm(Moments(teacher, picture, [deepest])[deepest].Gram), 0.1);
    }

    [Fact]
    public void Run_cancelled_keeps_the_step_and_the_network()
    {
        using var folder = new TrainingFolder();
        using var cancellation = new CancellationTokenSource();

        int steps = Distillation.Run(
            Task(folder, folder.Options(steps: 50), "a"),
            TorchDevice.Parse("cpu", 1),
            new CancelAt(3, cancellation),
            cancellation.Token);

        Assert.Equal(3, steps);
        Assert.Equal(13, Written(folder, "a").Convolutions.Count);
        var log = new Log();
        Run(folder, folder.Options(steps: 4), "a", log);
        Assert.Equal([4], log.Steps.Select(step => step.Step));
    }

    [Fact]
    public void Run_student_as_wide_as_its_teacher_begins_as_the_teacher()
    {
        using var folder = new TrainingFolder();
        var log = new Log();

        Run(folder, folder.Options(steps: 1) with { Architecture = AsWide, LearningRate = 1e-9 }, "a", log);

        Assert.All(
            log.Steps[0].Features,
            layer => Assert.True(layer.Value < 2e-3, $"{layer.Key} is off by {layer.Value}"));
        Assert.All(
            log.Steps[0].Grams,
            layer => Assert.True(layer.Value < 1e-4, $"{layer.Key}'s Gram matrix is off by {layer.Value}"));
    }

    [Fact]
    public void Run_written_network_has_the_teachers_gram_matrices_behind_its_maps()
    {
        using var folder = new TrainingFolder();
        Run(folder, folder.Options(steps: 1) with { Architecture = AsWide, LearningRate = 1e-9 }, "a");
        Network student = Written(folder, "a");
        Network teacher = NetworkLoader.Load(folder.Teacher).Network;
        Picture picture = new PictureReader().Read(Path.Combine(folder.Images, "0.png"));
        LayerName[] layers = [VggLayers.Of(1, 1), VggLayers.Of(2, 1), VggLayers.Of(3, 1)];

        Dictionary<LayerName, LayerMoments> found = Moments(student, picture, layers);
        Dictionary<LayerName, LayerMoments> wanted = Moments(teacher, picture, layers);

        foreach (LayerName layer in layers)
        {
            LayerMoments mapped = found[layer].Through(student.Maps[layer]);
            // An orthonormal map changes the matrix, but neither its norm nor its trace.
            Assert.Equal(1, Norm(mapped.Gram) / Norm(wanted[layer].Gram), 0.02);
            Assert.Equal(wanted[layer].Channels, mapped.NominalChannels);
        }
    }

    [Fact]
    public void Run_that_starts_with_a_written_network_begins_where_that_ended()
    {
        using var folder = new TrainingFolder();
        Run(folder, folder.Options(steps: 8) with { LearningRate = 3e-3 }, "a");
        Network written = Written(folder, "a");
        var log = new Log();

        DistillOptions options = folder.Options(steps: 1) with
        {
            Start = written,
            Architecture = StudentArchitecture.Of(written),
            LearningRate = 1e-9,
        };
        Run(folder, options, "b", log);

        Network again = Written(folder, "b");
        foreach (Convolution convolution in written.Convolutions)
        {
            Assert.True(Off(again[convolution.Layer].Kernel, convolution.Kernel) < 5e-3, $"{convolution.Layer}");
            Assert.True(Off(again[convolution.Layer].Bias, convolution.Bias) < 5e-3, $"{convolution.Layer}'s bias");
        }

        Picture picture = new PictureReader().Read(Path.Combine(folder.Images, "0.png"));
        LayerName[] layers = [.. written.Maps.Keys];
        Dictionary<LayerName, LayerMoments> found = Moments(again, picture, layers);
        Dictionary<LayerName, LayerMoments> wanted = Moments(written, picture, layers);
        Assert.Equal(5, layers.Length);
        foreach (LayerName layer in layers)
        {
            // R of both may differ by signs, which do not change the norm of the mapped matrix.
            double norm = Norm(found[layer].Through(again.Maps[layer]).Gram);
            Assert.Equal(1, norm / Norm(wanted[layer].Through(written.Maps[layer]).Gram), 5e-3);
        }

        // Maps that are rotated otherwise have errors of about twice the features' own squares.
        Assert.All(log.Steps[0].Features, layer => Assert.True(layer.Value < 0.1, $"{layer.Key}: {layer.Value}"));
    }

    [Fact]
    public void Run_that_starts_with_a_channel_that_never_fires_does_not_blow_it_up()
    {
        using var folder = new TrainingFolder();
        Run(folder, folder.Options(steps: 1), "a");
        Network written = Written(folder, "a");
        Convolution dead = written[VggLayers.Of(4, 1)];
        dead.Bias[3] = -500;

        DistillOptions options = folder.Options(steps: 1) with
        {
            Start = written,
            Architecture = StudentArchitecture.Of(written),
            LearningRate = 1e-9,
        };
        Run(folder, options, "b");

        float[] bias = Written(folder, "b")[dead.Layer].Bias;
        Assert.InRange(bias[3], -50, -0.01f);
    }

    [Fact]
    public void Run_start_of_other_widths_or_pixels_is_refused()
    {
        using var folder = new TrainingFolder();
        Network teacher = NetworkLoader.Load(folder.Teacher).Network;

        Assert.Equal(
            "A training can't begin with the network 'teacher': expected one that a distillation wrote.",
            Refusal(folder, options => options with { Start = teacher }));
        Assert.Equal(
            "widths: expected those of the network that the training begins with, "
            + "got '16,16,16,16,16,16,16,16,16,16,16,16,16'.",
            Refusal(folder, options => options with { Start = NetworkCatalog.Compact().Network }));
    }

    private static double Off(float[] found, float[] wanted) =>
        Norm([.. found.Select((value, i) => (double)value - wanted[i])])
        / Norm([.. wanted.Select(value => (double)value)]);

    [Fact]
    public void Run_teacher_that_ends_early_says_what_is_missing()
    {
        using var folder = new TrainingFolder();
        string early = folder.WriteTeacher("early.safetensors", VggLayers.Of(3, 4));

        Assert.StartsWith(
            "The teachers have no conv4_1, conv4_2, conv5_1: ",
            Refusal(folder, options => options with { Teachers = [early] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_pictures_names_the_folder()
    {
        using var folder = new TrainingFolder();
        string none = folder.File("none"), empty = folder.File("empty");
        Directory.CreateDirectory(empty);

        Assert.Equal(
            $"There is no folder '{none}' to learn from.",
            Refusal(folder, options => options with { Images = [none] }));
        Assert.StartsWith(
            $"There is no usable picture in {empty}: ",
            Refusal(folder, options => options with { Images = [empty] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Architecture_is_the_starts_own_unless_one_is_given()
    {
        Network start = TestNetworks.Vgg(width: 16);

        Assert.Equal(AsWide.Widths, new DistillOptions { Start = start }.Architecture.Widths);
        Assert.Equal(
            StudentArchitecture.Compact,
            new DistillOptions { Start = start, Architecture = StudentArchitecture.Compact }.Architecture);
    }

    [Fact]
    public void Validate_lists_everything_that_is_wrong()
    {
        var options = new DistillOptions
        {
            EarlySteps = -1, Steps = 0, Batch = 1, Crop = 100, EarlyLearningRate = 0, LearningRate = double.NaN,
            CheckpointEvery = 0,
        };

        IReadOnlyList<OptionProblem> problems = options.Validate();

        Assert.Equal(
            [
                "teacher", "images", "early-steps", "steps", "batch", "crop", "early-learning-rate", "learning-rate",
                "checkpoint-every",
            ],
            problems.Select(problem => problem.Option));
        Assert.Contains(
            "crop: expected a multiple of 16, 64 or more, got 100.", problems.Select(problem => $"{problem}"));
    }

    private static string Refusal(TrainingFolder folder, Func<DistillOptions, DistillOptions> change) =>
        Assert.ThrowsAny<ImpastoException>(() => Run(folder, change(folder.Options(1)), "a")).Message;

    private static void Run(
        TrainingFolder folder, DistillOptions options, string name, IProgress<DistillProgress>? progress = null) =>
        Distillation.Run(
            Task(folder, options, name),
            TorchDevice.Parse("cpu", 1),
            progress,
            TestContext.Current.CancellationToken);

    private static DistillTask Task(TrainingFolder folder, DistillOptions options, string name) => new()
    {
        Options = options,
        Output = folder.File($"{name}.safetensors"),
        Checkpoint = folder.File($"{name}.checkpoint"),
    };

    private static Network Written(TrainingFolder folder, string name) =>
        NetworkLoader.Load(folder.File($"{name}.safetensors")).Network;

    private static Dictionary<LayerName, LayerMoments> Moments(Network network, Picture picture, LayerName[] layers)
    {
        var settings = new EngineSettings { Padding = PaddingMode.Replicate };
        using IEngine engine = TorchDevice.Parse("cpu", 1).Open(network, settings);
        var space = new Points.PixelSpace(network.Normalization, PixelScaleMode.Rgb);
        NetworkInput input = space.ToInput(picture.Pixels, picture.Width, picture.Height);
        return engine.Forward(input, new FeatureRequest(layers, [])).Moments
            .ToDictionary(pair => pair.Key, pair => pair.Value[0]);
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private sealed class Log : IProgress<DistillProgress>
    {
        public List<DistillProgress> Steps { get; } = [];

        public void Report(DistillProgress value) => Steps.Add(value);
    }

    private sealed class CrashAt(int step) : IProgress<DistillProgress>
    {
        public void Report(DistillProgress value)
        {
            if (value.Step == step)
                throw new InvalidOperationException();
        }
    }

    private sealed class CancelAt(int step, CancellationTokenSource cancellation) : IProgress<DistillProgress>
    {
        public void Report(DistillProgress value)
        {
            if (value.Step == step)
                cancellation.Cancel();
        }
    }
}
