using System.Security.Cryptography;
using System.Text;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;

namespace Impasto.Tests.Tasks;

/// <summary>A run that was cancelled at any step continues from its checkpoint as if nothing had happened.</summary>
public sealed class StylizeCheckpointTests : IDisposable
{
    private static readonly Picture Content = TestPictures.Ramp(12, 10);
    private static readonly WeightedStyle Style = new(TestPictures.Noise(11, 9, 7));

    private static readonly StylizeOptions Quick = new()
    {
        Sizing = new() { Size = 14, MinSize = 8, ScaleFactor = 1.8 },
        Steps = [4, 4],
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
            TvWeight = 1,
        },
    };

    private readonly ScratchFolder _folder = new();

    private string Path => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Recipes => [.. Tasks.Keys];

    private static LossOptions Matched => Quick.Losses with
    {
        Content = ContentMode.Both,
        MatchLayers = LayerWeights.Parse("conv2_1"),
        SplitSteps = 0,
        MatchDetail = 0.7,
    };

    private static LossOptions Split => Matched with
    {
        SplitSteps = 3, SplitLayers = LayerWeights.Parse("conv1_1,conv2_1"),
    };

    private static Dictionary<string, StylizeTask> Tasks { get; } = new(StringComparer.Ordinal)
    {
        ["lbfgs"] = Task(Quick),
        ["lbfgs with a short memory"] = Task(Quick with
        {
            Optimizer = ((LbfgsOptions)Quick.Optimizer) with { History = 2 },
            Steps = [6, 5],
        }),
        ["lbfgs without a search"] = Task(Quick with
        {
            Optimizer = ((LbfgsOptions)Quick.Optimizer) with { LineSearch = LineSearchMode.None },
            Losses = Quick.Losses with { Convention = LossConvention.NeuralStyle },
        }),
        ["adam"] = Task(Quick with { Optimizer = new AdamOptions { LearningRate = 0.02 } }),
        ["adam in the network's space"] = Task(Quick with
        {
            Optimizer = new AdamOptions { LearningRate = 0.02 },
            Losses = Quick.Losses with { Convention = LossConvention.Notebook },
        }),
        ["steps that explode"] = Task(Quick with { Optimizer = new AdamOptions { LearningRate = 30 } }),
        ["noise"] = Task(Quick with { Start = Quick.Start with { Init = StartMode.Noise, Seed = 3 } }),
        ["the content's colours"] = Task(Quick with { Color = Quick.Color with { Mode = ColorMode.Content } }),
        ["matched colours"] = Task(Quick with { Color = Quick.Color with { Mode = ColorMode.Match } }),
        ["tinted"] = Task(Quick with { Color = Quick.Color with { Mode = ColorMode.Tint } }),
        ["a flat style"] = Task(Quick, new WeightedStyle(TestPictures.Flat(9, 9, 0.7f))),
        ["several styles"] = Task(Quick, new(TestPictures.Noise(9, 9, 1), 2), Style with { Mask = Half(11, 9) }),
        ["regions"] = Task(Quick) with
        {
            Regions =
            [
                new StylizeRegion(Half(12, 10), []),
                new StylizeRegion(Half(5, 5), [new WeightedStyle(TestPictures.Noise(10, 10, 4))]),
            ],
        },
        ["a picture to start from"] = Task(Quick with { Start = Quick.Start with { Init = StartMode.Picture } }) with
        {
            Start = TestPictures.Noise(7, 7, 2),
        },
        ["crowsonkb"] = Task(Quick with
        {
            Optimizer = new AdamOptions { LearningRate = 0.02, Average = 0.8, Clamp = true },
            Losses = Quick.Losses with { StyleLoss = StyleLoss.Wasserstein, Convention = LossConvention.Crowsonkb },
        }),
        ["a loss that stands still"] = Task(Quick with { Steps = [30, 14], Tolerance = 0.5 }),
        ["matched content"] = Task(Quick with { Losses = Matched }),
        ["matched content in regions"] = Task(Quick with { Losses = Matched }) with
        {
            Regions = [new StylizeRegion(Half(5, 5), [new WeightedStyle(TestPictures.Noise(10, 10, 4))])],
        },
        ["matched layer by layer"] = Task(Quick with { Losses = Split, Steps = [4, 9] }),
        ["matched layer by layer by adam"] = Task(Quick with
        {
            Losses = Split, Steps = [4, 9], Optimizer = new AdamOptions { LearningRate = 0.02, Average = 0.8 },
        }),
        ["matched layer by layer when the loss stands still"] = Task(
            Quick with { Losses = Split, Steps = [4, 30], Tolerance = 0.5 }),
        ["wasserstein"] = Task(Quick with { Losses = Quick.Losses with { StyleLoss = StyleLoss.Wasserstein } }),
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_from_a_checkpoint_of_any_step_gives_the_bits_of_an_uninterrupted_run(string recipe) =>
        CheckEveryStep(Tasks[recipe]);

    [Theory]
    [InlineData(false, 96)]
    [InlineData(true, ScaleLayout.Whole)]
    [InlineData(true, 96)]
    public void Run_in_tiles_and_on_disk_goes_on_with_the_same_bits(bool onDisk, int core)
    {
        StylizeTask task = Task(Quick with { Sizing = Quick.Sizing with { MinSize = 0, Size = 110 }, Steps = [3] });
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        StylizePlan plan = stylizer.Plan(task);

        CheckEveryStep(task with
        {
            Plan = plan with
            {
                Scales = [.. plan.Scales.Select(scale => scale with { OnDisk = onDisk, Core = core })],
                Folder = _folder.Path,
            },
        });
    }

    [Fact]
    public void Run_cancelled_while_strokes_are_mixed_goes_on_with_the_same_bits()
    {
        StylizeTask task = Task(
            Quick with { Sizing = Quick.Sizing with { MinSize = 0 }, Steps = [2] },
            Style with { FineStrokes = TestPictures.Noise(9, 9, 1) },
            new(TestPictures.Noise(8, 8, 2)) { FineStrokes = TestPictures.Noise(9, 9, 3) });
        float[] expected = Run(task).Picture.Pixels;

        // One mixing has 100 steps: within the first, at its end, within the second, in the run itself.
        foreach (int evaluations in (int[])[0, 1, 50, 130, 260, 400])
        {
            using var source = new CancellationTokenSource();
            int left = evaluations;
            var device = new WatchedDevice(() =>
            {
                if (left-- == 0)
                    source.Cancel();
            });
            using (var stylizer = new Stylizer(TestNetworks.Shallow(), device))
                stylizer.Run(task with { Checkpoint = new CheckpointTarget(Path) }, cancellation: source.Token);

            Assert.Equal(expected, Run(task with { From = StylizeCheckpoint.Open(Path) }).Picture.Pixels);
        }
    }

    [Fact]
    public void Run_keeps_its_state_as_often_as_asked_and_not_in_vain()
    {
        StylizeTask task = Task(Quick with { Steps = [20, 0] });
        int seen = 0;
        string each = _folder.File("each");

        Run(task with { Checkpoint = new CheckpointTarget(each) { Every = TimeSpan.Zero } }, hear: step =>
        {
            Assert.Equal(step.Step - 1, StylizeCheckpoint.Open(each).Step);
            seen++;
        });
        Run(task with { Checkpoint = new CheckpointTarget(Path) { Every = TimeSpan.FromHours(1) } });

        Assert.Equal(20, seen);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Run_keeps_count_of_its_time_across_checkpoints()
    {
        StylizeTask task = Task(Quick);
        var clock = new Ticking();
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1), clock);
        StylizeResult result = stylizer.Run(
            task with
            {
                Checkpoint = new CheckpointTarget(Path) { Every = TimeSpan.Zero },
            }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(clock.Seconds - 1, result.Seconds);

        // What was kept before the last step counts on.
        var again = new Ticking();
        using var other = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1), again);
        StylizeResult resumed = other.Run(task with
        {
            From = StylizeCheckpoint.Open(Path),
        }, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(resumed.Seconds - again.Seconds, 10, result.Seconds);
    }

    [Fact]
    public void Run_paused_twice_goes_on_with_the_same_bits()
    {
        StylizeTask task = Task(Quick);

        Pause(task, after: 2);
        Pause(task with { From = StylizeCheckpoint.Open(Path) }, after: 5);
        StylizeResult result = Run(task with { From = StylizeCheckpoint.Open(Path) });

        Assert.Equal(Run(task).Picture.Pixels, result.Picture.Pixels);
        Assert.Equal(8, result.Losses.Count);
    }

    [Fact]
    public void Run_cancelled_again_at_once_loses_nothing()
    {
        StylizeTask task = Task(Quick);
        Pause(task, after: 6);

        Pause(task with { From = StylizeCheckpoint.Open(Path) }, after: 0);

        Assert.Equal(6, StylizeCheckpoint.Open(Path).Step);
        Assert.Equal(Run(task).Picture.Pixels, Run(task with { From = StylizeCheckpoint.Open(Path) }).Picture.Pixels);
    }

    [Fact]
    public void Run_with_another_strength_continues_from_the_picture()
    {
        StylizeTask task = Task(Quick), stronger = task with
        {
            Options = Quick with { Losses = Quick.Losses with { Strength = 80 }, Steps = [4, 6] },
        };
        Picture paused = Pause(task, after: 6).Picture;

        List<StylizeProgress> heard = [];
        StylizeResult result = Run(stronger with
        {
            From = StylizeCheckpoint.Open(Path),
            MayDiffer = true,
        }, hear: heard.Add);

        // Two of the six steps of the second scale were taken.
        Assert.Equal([7, 8, 9, 10], heard.Select(step => step.Step));
        Assert.Equal(
            Run(stronger with
            {
                Options = stronger.Options.Continuing() with { Steps = [1] },
                Start = paused,
            }).Losses[0],
            heard[0].Loss.Total,
            1e-6 * heard[0].Loss.Total);
        Assert.NotEqual(Run(task).Picture.Pixels, result.Picture.Pixels);
    }

    [Fact]
    public void Run_with_another_strength_and_an_average_that_is_cancelled_at_once_keeps_the_picture()
    {
        StylizeOptions options = Quick with
        {
            Optimizer = new AdamOptions { LearningRate = 0.02, Average = 0.9 },
            Sizing = Quick.Sizing with { MinSize = 0 },
        };
        Picture paused = Pause(Task(options), after: 2).Picture;

        StylizeResult result = Pause(
            Task(options with { Losses = options.Losses with { Strength = 80 } }) with
            {
                From = StylizeCheckpoint.Open(Path),
                MayDiffer = true,
            }, after: 0);

        Assert.True(result.Picture.Pixels.Zip(paused.Pixels, (one, other) => Math.Abs(one - other)).Max() < 0.1);
    }

    [Fact]
    public void Run_with_another_painting_continues_from_the_picture()
    {
        StylizeTask task = Task(Quick), other = Task(Quick, new WeightedStyle(TestPictures.Noise(9, 9, 5)));
        Pause(task, after: 6);

        Assert.Equal(8, Run(other with { From = StylizeCheckpoint.Open(Path), MayDiffer = true }).Losses.Count);
    }

    [Fact]
    public void Run_of_another_task_is_refused_in_one_sentence()
    {
        Pause(Task(Quick), after: 6);
        var from = StylizeCheckpoint.Open(Path);

        Assert.Equal(
            $"The checkpoint '{Path}' can't be continued: it was made with strength 50, not 60.",
            Refusal(Task(Quick with { Losses = Quick.Losses with { Strength = 60 } })));
        Assert.Equal(
            $"The checkpoint '{Path}' can't be continued: the style 1 is not the one it was made with.",
            Refusal(Task(Quick, new WeightedStyle(TestPictures.Noise(11, 9, 8)))));
        Assert.Equal(
            $"The checkpoint '{Path}' can't be continued: the content is not the one it was made with.",
            Refusal(Task(Quick) with { Content = TestPictures.Ramp(12, 11) }));
        Assert.Equal(
            $"The checkpoint '{Path}' can't be used: its size is missing or does not fit this run.",
            Refusal(Task(Quick with { Sizing = Quick.Sizing with { Size = 20 } }) with { MayDiffer = true }));
        Assert.Equal(
            $"The checkpoint '{Path}' can't be continued: it was made with convention relative, not notebook.",
            Refusal(Task(Quick with { Losses = Quick.Losses with { Convention = LossConvention.Notebook } }) with
            {
                MayDiffer = true,
            }));

        string Refusal(StylizeTask task) => Assert.ThrowsAny<ImpastoException>(
            () => Run(task with { From = from })).Message;
    }

    [Fact]
    public void Run_with_less_memory_than_before_goes_on_and_says_so()
    {
        StylizeTask task = Task(Quick with { Sizing = Quick.Sizing with { Size = 400, MinSize = 0 }, Steps = [3] });
        Pause(task, after: 2);
        var from = StylizeCheckpoint.Open(Path);
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1)) { MemoryLimit = BytesOf(task) - 1 };

        StylizeResult result = stylizer.Run(
            task with { From = from }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(3, result.Losses.Count);
        Assert.Contains(
            "There is less memory than when the run began: the picture may differ in its last digits.", result.Notes);
        Assert.Equal(Run(task).Losses[0], result.Losses[0]);

        static long BytesOf(StylizeTask task)
        {
            using var whole = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
            return whole.Plan(task).Bytes;
        }
    }

    [Fact]
    public void Open_gives_back_what_the_caller_put_in()
    {
        Pause(Task(Quick), after: 3, target => target with
        {
            Note = "für \"mich\"",
            Attachments = new Dictionary<string, byte[]>(StringComparer.Ordinal)
            {
                ["a"] = [1, 2, 3],
                ["b"] = [],
            },
        });

        var checkpoint = StylizeCheckpoint.Open(Path);

        Assert.Equal(("für \"mich\"", 3, Path), (checkpoint.Note, checkpoint.Step, checkpoint.Path));
        Assert.Equal<byte>([1, 2, 3], checkpoint.Attachment("a")!);
        Assert.Empty(checkpoint.Attachment("b")!);
        Assert.Null(checkpoint.Attachment("c"));
        Assert.Equal(14, checkpoint.Record.Options.Sizing.Size);
        Assert.Equal(new string('0', 64), checkpoint.Record.Network.Sha256);
    }

    [Fact]
    public void Open_damaged_anywhere_is_one_sentence()
    {
        Pause(Task(Quick), after: 3);
        byte[] whole = File.ReadAllBytes(Path);
        var random = new Random(11);

        for (int i = 0; i < 60; i++)
        {
            byte[] bytes = [.. whole];
            int at = i < 30 ? i : random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            CheckRefused(bytes);
            CheckRefused(whole[..random.Next(whole.Length)]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("impasto checkpoint 2\n")]
    [InlineData("impasto checkpoint 2\n0000000000000000000000000000000000000000")]
    [InlineData("a picture, perhaps, or something else that is long enough to have everything")]
    public void Open_something_else_is_one_sentence(string text) =>
        CheckRefused(System.Text.Encoding.ASCII.GetBytes(text));

    // Changed as a damaged disk or a wicked sender could, with a checksum that fits.
    [Theory]
    [InlineData("\"done\":\"", "\"done\":\"\u00A6", "it is damaged")]
    [InlineData("\"done\":\"", "\"done\":\"\\ud800", "it is damaged")]
    [InlineData("\"notes\":\"", "\"notes\":\"-3", "its notes is missing or does not fit this run")]
    public void Checkpoint_with_values_that_can_not_be_is_one_sentence(string known, string wrong, string problem)
    {
        StylizeTask task = Task(Quick);
        Pause(task, after: 3);
        byte[] whole = File.ReadAllBytes(Path);
        const int Mark = 21, Head = Mark + sizeof(long);
        int length = (int)BitConverter.ToInt64(whole, Mark);
        string head = Encoding.Latin1.GetString(whole, Head, length);
        Assert.Contains(known, head, StringComparison.Ordinal);
        byte[] changed = Encoding.Latin1.GetBytes(head.Replace(known, wrong, StringComparison.Ordinal));
        byte[] body = [.. whole.AsSpan(0, Mark), .. BitConverter.GetBytes((long)changed.Length), .. changed,
            .. whole.AsSpan(Head + length)];
        body = body[..^SHA256.HashSizeInBytes];
        File.WriteAllBytes(Path, [.. body, .. SHA256.HashData(body)]);

        string message = Assert.Throws<ImpastoException>(
            () => Run(task with { From = StylizeCheckpoint.Open(Path) })).Message;

        Assert.Equal($"The checkpoint '{Path}' can't be used: {problem}.", message);
    }

    [Fact]
    public void Open_missing_file_is_one_sentence()
    {
        Assert.Equal(
            $"The checkpoint '{Path}' can't be used: there is no such file.",
            Assert.Throws<ImpastoException>(() => StylizeCheckpoint.Open(Path)).Message);
        Assert.Equal(
            $"The checkpoint '{_folder.Path}' can't be used: it is a folder.",
            Assert.Throws<ImpastoException>(() => StylizeCheckpoint.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Run_that_can_not_keep_its_state_goes_on_and_says_so()
    {
        var target = new CheckpointTarget(_folder.File("no/such/folder")) { Every = TimeSpan.Zero };

        StylizeResult result = Run(Task(Quick) with { Checkpoint = target });

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.Equal(
            $"'{target.Path}' can't be written: there is no folder '{_folder.File("no/such")}'.",
            result.CheckpointProblem);
    }

    private void CheckRefused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        string message = Assert.Throws<ImpastoException>(() => StylizeCheckpoint.Open(Path)).Message;
        Assert.StartsWith($"The checkpoint '{Path}' can't be used: ", message, StringComparison.Ordinal);
        Assert.Equal(1, message.Count(letter => letter == '\n') + 1);
    }

    private void CheckEveryStep(StylizeTask task)
    {
        List<StylizeProgress> steps = [];
        StylizeResult expected = Run(task, hear: steps.Add);
        for (int after = 0; after < expected.Losses.Count; after++)
        {
            Pause(task, after);
            List<StylizeProgress> rest = [];
            StylizeResult result = Run(task with { From = StylizeCheckpoint.Open(Path) }, hear: rest.Add);

            Assert.Equal(expected.Picture.Pixels, result.Picture.Pixels);
            Assert.Equal(expected.Losses, result.Losses);
            Assert.Equal(expected.Notes, result.Notes);
            Assert.Equal(steps.Skip(after).Select(Told), rest.Select(Told));
        }

        static object Told(StylizeProgress step) =>
            (step.Step, step.Scale, step.Size, step.Loss.Total, string.Join(' ', step.Loss.Parts));
    }

    private StylizeResult Pause(StylizeTask task, int after, Func<CheckpointTarget, CheckpointTarget>? change = null)
    {
        using var source = new CancellationTokenSource();
        CheckpointTarget target = new(Path);
        if (after == 0)
            source.Cancel();
        StylizeResult result = Run(task with { Checkpoint = change?.Invoke(target) ?? target }, step =>
        {
            if (step.Step == after)
                source.Cancel();
        }, source);
        Assert.Equal(StylizeOutcome.Cancelled, result.Outcome);
        Assert.Null(result.CheckpointProblem);
        return result;
    }

    private static StylizeResult Run(
        StylizeTask task, Action<StylizeProgress>? hear = null, CancellationTokenSource? source = null)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        return stylizer.Run(
            task, hear is null ? null : new Listener(hear), source?.Token ?? TestContext.Current.CancellationToken);
    }

    private static StylizeTask Task(StylizeOptions options, params WeightedStyle[] styles) =>
        new(Content, styles.Length > 0 ? styles : [Style], options);

    // A second passes each time somebody looks.
    private sealed class Ticking : TimeProvider
    {
        public long Seconds { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++Seconds;
    }

    private static Mask Half(int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height).Select(i => i % width < width / 2 ? 1f : 0f)]);
}
