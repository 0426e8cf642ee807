using Impasto.Imaging;
using Impasto.Networks.Files;
using Impasto.Tests;
using Impasto.Torch;

namespace Impasto.Training.Tests.Learning;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class StyleLearningTests : IDisposable
{
    private static readonly Picture s_painting = TestPictures.Ramp(90, 70);

    private readonly TrainingFolder _folder = new();

    public StyleLearningTests() => TestStyles.WriteDecoder(_folder.File("start.safetensors"), seed: 5);

    public void Dispose() => _folder.Dispose();

    // The clock moves a second with each step: minutes are steps.
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_that_was_interrupted_resumes_with_the_same_bits(int interruption)
    {
        Run("whole", seconds: 9);

        var first = new Log();
        Run("resumed", seconds: interruption, log: first);
        var second = new Log();
        LearnResult result = Run("resumed", seconds: 9, log: second);

        Assert.Equal(interruption, first.Steps[^1].Step);
        Assert.Equal(interruption + 1, second.Steps[0].Step);
        Assert.Equal(9, result.Record.Steps);
        Assert.Equal(0.15, result.Record.Minutes, 3);
        foreach (string file in (string[])[".checkpoint", ".style"])
        {
            Assert.Equal(
                Convert.ToHexString(File.ReadAllBytes(_folder.File($"whole{file}"))),
                Convert.ToHexString(File.ReadAllBytes(_folder.File($"resumed{file}"))));
        }
    }

    [Fact]
    public void Run_lowers_the_loss_of_held_out_photographs_and_keeps_the_best()
    {
        var log = new Log();

        LearnResult result = Run("a", seconds: 40, options => options with { MeasureEvery = 10 }, log);

        LearnProgress[] measured = [.. log.Steps.Where(step => step.HeldOut is not null)];
        Assert.Equal([0, 10, 20, 30, 40], measured.Select(step => step.Step));
        LearnProgress best = measured.MinBy(step => step.HeldOut + step.HeldOutHeld)!;
        Assert.Equal(best.Step, result.Record.BestStep);
        Assert.Equal(best.HeldOut!.Value, result.Record.LossAfter, 5);
        Assert.InRange(result.Record.LossAfter, 0, 0.8 * result.Record.LossBefore);
        Assert.InRange(result.Record.HeldLossAfter, 0, 0.8 * result.Record.HeldLossBefore);
    }

    // Far too fast: later weights are worse than those of the beginning, whose loss the file has.
    [Fact]
    public void Run_that_only_gets_worse_gives_the_decoder_that_it_began_with()
    {
        LearnResult result = Run("a", seconds: 6, options => options with { LearningRate = 30, MeasureEvery = 2 });

        Assert.Equal((0, 6), (result.Record.BestStep, result.Record.Steps));
        Assert.Equal(result.Record.LossBefore, result.Record.LossAfter);
        TensorFile start = TensorFile.Open(_folder.File("start.safetensors"));
        float[] first = start.Read("decode4_1.weight");
        float[] kept = TensorFile.Open(_folder.File("a.style")).Read("decode4_1.weight");
        Assert.InRange(first.Zip(kept, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-3);
    }

    // A step takes 2 s, a measurement none: a step that would end late is not begun.
    [Theory]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    public void Run_takes_no_more_time_than_it_may(int seconds, int steps)
    {
        var log = new Log { Length = TimeSpan.FromSeconds(2) };

        Assert.Equal(steps, Run("a", seconds, log: log).Record.Steps);
    }

    [Fact]
    public void Run_that_is_cancelled_writes_a_style_and_its_checkpoint()
    {
        using var source = new CancellationTokenSource();
        var log = new Log { Cancellation = source.Token };
        log.Then = step =>
        {
            if (step == 3)
                source.Cancel();
        };

        LearnResult result = Run("a", seconds: 600, log: log);

        Assert.Equal(3, result.Record.Steps);
        Assert.Equal(result.Record, LearnedStyle.Load(_folder.File("a.style")).Record);
        Assert.True(File.Exists(_folder.File("a.checkpoint")));
    }

    [Fact]
    public void Run_refuses_the_checkpoint_of_another_painting()
    {
        Run("a", seconds: 2);
        File.Delete(_folder.File("a.style"));

        var failure = Assert.Throws<WeightsException>(
            () => Run("a", seconds: 4, painting: TestPictures.Noise(90, 70, seed: 9)));

        Assert.Contains("another training", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.style")));
    }

    [Fact]
    public void Run_without_photographs_learns_on_drawn_scenes_and_says_none_were_seen()
    {
        LearnResult result = Run("a", seconds: 1, options => options with { Photos = [] });

        Assert.Equal(0, result.Record.Photographs);
        Assert.True(LearnedStyle.IsStyle(_folder.File("a.style")));
    }

    [Fact]
    public void Run_names_photographs_that_can_not_be_read()
    {
        File.WriteAllText(Path.Combine(_folder.Images, "text.jpg"), "no picture");

        var log = new Log();

        LearnResult result = Run("a", seconds: 1, log: log);

        Assert.Contains("text.jpg' can't be read", Assert.Single(log.Notes), StringComparison.Ordinal);
        Assert.Equal(2, result.Record.Photographs);
    }

    [Fact]
    public void Run_with_a_file_that_is_no_decoder_says_so()
    {
        var failure = Assert.Throws<WeightsException>(() => Run("a", seconds: 1, decoder: _folder.Teacher));

        Assert.Contains("not a decoder", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.style")));
        Assert.False(File.Exists(_folder.File("a.checkpoint")));
    }

    [Fact]
    public void Run_begins_with_another_style()
    {
        Run("a", seconds: 2);

        LearnResult result = Run("b", seconds: 1, decoder: _folder.File("a.style"));

        double last = LearnedStyle.Load(_folder.File("a.style")).Record.LossAfter;
        // Weights of a style are rounded to float16.
        Assert.InRange(result.Record.LossBefore / last, 0.995, 1.005);
    }

    [Fact]
    public void Style_is_taken_by_glance_and_export()
    {
        Run("a", seconds: 1);
        var style = LearnedStyle.Load(_folder.File("a.style"));

        using var glance = new Glance(style, new CpuDevice(1));
        Picture made = glance.Paint(
            new StylizeTask(TestPictures.Noise(50, 40, seed: 1), [], new StylizeOptions()),
            100,
            TestContext.Current.CancellationToken);
        style.ExportOnnx(_folder.File("a.onnx"));

        Assert.Equal(new PictureSize(512, 410), made.Size);
        Assert.InRange(new FileInfo(_folder.File("a.onnx")).Length, 300_000, 1_500_000);
    }

    [Fact]
    public void Options_that_are_invalid_are_named()
    {
        var options = new LearnOptions
        {
            Minutes = double.NaN, StyleSize = 10, Batch = 3, Crop = 70, LearningRate = 0, MeasureEvery = 0,
        };

        Assert.Equal(
            ["minutes", "style-size", "batch", "crop", "learning-rate", "measure-every"],
            options.Validate().Select(problem => problem.Option));
        Assert.Empty(new LearnOptions().Validate());
    }

    private LearnResult Run(
        string name,
        int seconds,
        Func<LearnOptions, LearnOptions>? change = null,
        Log? log = null,
        Picture? painting = null,
        string? decoder = null)
    {
        var options = new LearnOptions
        {
            Photos = [_folder.Images],
            Minutes = seconds / 60.0,
            StyleSize = 96,
            Batch = 2,
            Crop = 64,
            MeasureEvery = 4,
        };
        log ??= new Log();
        return StyleLearning.Run(
            new LearnTask
            {
                Options = change is null ? options : change(options),
                Painting = painting ?? s_painting,
                PaintingName = "ramp.png",
                Decoder = decoder ?? _folder.File("start.safetensors"),
                Output = _folder.File($"{name}.style"),
                Checkpoint = _folder.File($"{name}.checkpoint"),
                Notes = log,
                Clock = log.Clock,
            },
            TorchDevice.Parse("cpu", 1),
            log,
            log.Cancellation);
    }

    private sealed class Log : IProgress<LearnProgress>, IProgress<string>
    {
        public List<string> Notes { get; } = [];

        public List<LearnProgress> Steps { get; } = [];

        public StepClock Clock { get; } = new();

        public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(1);

        // Of the test, unless it cancels by itself.
        public CancellationToken Cancellation { get; init; } = TestContext.Current.CancellationToken;

        public Action<int>? Then { get; set; }

        public void Report(string value) => Notes.Add(value);

        public void Report(LearnProgress value)
        {
            Steps.Add(value);
            Then?.Invoke(value.Step);
            if (value.Step > 0)
                Clock.Now += Length;
        }
    }

    private sealed class StepClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
