using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Runs;

namespace Impasto.Tests.Runs;

public sealed class RunProgressTests : IDisposable
{
    // Two scales of 100 and 400 pixels, 2 and 3 steps: 1400 pixels of work.
    private static readonly StylizePlanScale[] Scales = [new(new(10, 10), 2), new(new(20, 20), 3)];

    private readonly ScratchFolder _folder = new();
    private readonly StoppedClock _clock = new();
    private readonly List<StylizeProgress> _reports = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Time_limit_is_shared_by_the_scales_as_their_work_is()
    {
        // 200 of 1400 pixels of work: the first scale has 10 of 70 seconds.
        RunProgress progress = Progress(TimeSpan.FromSeconds(70));
        _clock.Seconds = 100;
        progress.BeginSteps();
        Assert.False(progress.IsOutOfTime);
        progress.Add(1, Shown);
        Assert.True(progress.IsOutOfTime);

        progress.NextScale();
        progress.BeginSteps();
        Assert.False(progress.IsOutOfTime);
        progress.Add(1, Shown);
        Assert.True(progress.IsOutOfTime);
        Assert.Equal([1, 1], progress.Taken);
    }

    [Fact]
    public void Time_limit_ends_a_scale_before_a_step_that_would_end_too_late()
    {
        RunProgress progress = Progress(TimeSpan.FromSeconds(70));
        progress.BeginSteps();
        _clock.Seconds = 4;
        progress.Add(1, Shown);
        Assert.False(progress.IsOutOfTime);
        _clock.Seconds = 8;
        progress.Add(1, Shown);

        // A third step would end at 12 seconds, and the scale has 10.
        Assert.True(progress.IsOutOfTime);
        Assert.Empty(Progress().Taken);
    }

    // 12 steps, the last four with layers by themselves; 10 s for each.
    [Theory]
    [InlineData(null, 8, 12)]
    [InlineData(1000, 8, 12)]
    [InlineData(75, 5, 7)]
    [InlineData(95, 6, 9)]
    [InlineData(25, -1, 12)]
    public void Layers_by_themselves_get_the_last_steps_that_are_planned_or_have_time(int? limit, int at, int end)
    {
        var progress = new RunProgress(
            [new StylizePlanScale(new(10, 10), 12) { SplitSteps = 4 }],
            Task(null) with { TimeLimit = limit is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
            null,
            _clock);
        progress.BeginSteps();
        while (progress.Done < progress.End && !progress.IsOutOfTime)
        {
            if (progress.IsSplitDue)
                progress.Split();
            _clock.Seconds += 10;
            progress.Add(1, Shown);
        }

        Assert.Equal((at, end), (progress.SplitAt, progress.End));
        int taken = progress.Done;
        Assert.Equal(at < 0 ? 0 : taken - at, progress.SplitTaken);
        // The run can be made again with as many steps: a third of them and fewer are planned as such.
        Assert.InRange(progress.SplitTaken, 0, taken / 3);
        progress.NextScale();
        Assert.Equal(at < 0 ? 0 : taken - at, progress.SplitTaken);
    }

    [Fact]
    public void Add_counts_steps_scales_and_losses()
    {
        RunProgress progress = Progress();

        Walk(progress, 5, 4, 3, 2, 1);

        Assert.Equal([5, 4, 3, 2, 1], progress.Losses);
        Assert.Equal([1, 2, 3, 4, 5], _reports.Select(report => report.Step));
        Assert.Equal([1, 1, 2, 2, 2], _reports.Select(report => report.Scale));
        Assert.Equal([10, 10, 20, 20, 20], _reports.Select(report => report.Size.Width));
        Assert.All(_reports, report => Assert.Equal((5, 2), (report.TotalSteps, report.Scales)));
        Assert.Equal((1, 3), (progress.Scale, progress.Done));
    }

    [Fact]
    public void Add_estimates_the_time_left_from_the_pixels_since_the_first_step()
    {
        RunProgress progress = Progress();
        // Preparations do not count.
        _clock.Seconds = 1000;
        progress.BeginSteps();
        _clock.Seconds = 1007;

        progress.Add(1, Shown);

        // 7 seconds for 100 pixels, and 1300 pixels are left.
        Assert.Equal(1007, _reports[0].Seconds);
        Assert.Equal(7 * 13, _reports[0].RemainingSeconds, 9);

        // The first step is slower than the others: from the second on, they alone count. 2 seconds for 100 pixels, and
        // 1200 are left.
        _clock.Seconds = 1009;
        progress.Add(1, Shown);
        Assert.Equal(2 * 12, _reports[1].RemainingSeconds, 9);

        // Preparing a scale takes its time, but its steps are no slower for it.
        progress.NextScale();
        _clock.Seconds = 1109;
        progress.BeginSteps();
        _clock.Seconds = 1117;
        progress.Add(1, Shown);
        Assert.Equal((2.0 + 8) / 500 * 800, _reports[2].RemainingSeconds, 9);
    }

    [Fact]
    public void Add_makes_a_preview_only_if_it_is_asked_for()
    {
        int shown = 0;
        RunProgress progress = Progress(step => step.Step == 2), silent = Silent(_ => true);

        progress.Add(1, Count);
        progress.Add(1, Count);
        silent.Add(1, Count);

        Assert.Equal([false, true], _reports.Select(report => report.Preview is not null));
        Assert.Equal(1, shown);

        Picture Count()
        {
            shown++;
            return Shown();
        }
    }

    [Fact]
    public void NoteOnce_does_not_repeat_a_note()
    {
        RunProgress progress = Progress();

        progress.Note("first");
        progress.NoteOnce("first");
        progress.NoteOnce("second");

        Assert.Equal(["first", "second"], progress.Notes);
    }

    [Fact]
    public void Exchange_restores_the_place_the_losses_the_notes_and_the_time()
    {
        RunProgress progress = Progress();
        _clock.Seconds = 30;
        Walk(progress, 5, 4, 3);
        progress.Note("so far");
        CheckpointState state = Saved(progress);
        _clock.Seconds = 500;
        RunProgress other = Progress();
        _clock.Seconds = 512;

        other.Exchange(state);
        other.BeginSteps();
        _clock.Seconds = 516;
        other.Add(2, Shown);

        Assert.Equal([5, 4, 3, 2], other.Losses);
        Assert.Equal(["so far"], other.Notes);
        Assert.Equal((1, 2), (other.Scale, other.Done));
        Assert.Equal(4, _reports[^1].Step);

        // 30 seconds before the checkpoint, 16 after; 4 seconds for 400 pixels, and one step of 400 is left.
        Assert.Equal(46, _reports[^1].Seconds, 9);
        Assert.Equal(4, _reports[^1].RemainingSeconds, 9);
    }

    [Theory]
    [InlineData(21, 20)]
    [InlineData(20, 19)]
    public void Exchange_scale_of_another_size_is_refused(int width, int height)
    {
        RunProgress progress = Progress();
        Walk(progress, 5, 4, 3);
        var other = new RunProgress(
            [Scales[0], new(new(width, height), 3)], Task(null), null, _clock);

        Assert.Contains(
            "its size is missing or does not fit",
            Assert.ThrowsAny<ImpastoException>(() => other.Exchange(Saved(progress))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Exchange_scale_that_the_plan_lacks_is_refused()
    {
        RunProgress progress = Progress();
        Walk(progress, 5, 4, 3);
        var other = new RunProgress([Scales[0]], Task(null), null, _clock);

        Assert.ThrowsAny<ImpastoException>(() => other.Exchange(Saved(progress)));
    }

    private static void Walk(RunProgress progress, params double[] losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (progress.Done == Scales[progress.Scale].Steps)
                progress.NextScale();
            progress.Add(losses[i], Shown);
        }
    }

    private KeptState Saved(RunProgress progress)
    {
        var saved = new SavedState();
        progress.Exchange(saved);
        string path = _folder.File("progress");
        CheckpointFile.Write(path, new JsonObject { ["state"] = saved.Texts }, saved.Sections);
        return new KeptState(CheckpointFile.Open(path));
    }

    private RunProgress Progress(Func<StylizeProgress, bool>? previewWhen = null) =>
        new(Scales, Task(previewWhen), new Listener(_reports.Add), _clock);

    private RunProgress Progress(TimeSpan limit) =>
        new(Scales, Task(null) with { TimeLimit = limit }, new Listener(_reports.Add), _clock);

    private RunProgress Silent(Func<StylizeProgress, bool> previewWhen) =>
        new(Scales, Task(previewWhen), null, _clock);

    private static StylizeTask Task(Func<StylizeProgress, bool>? previewWhen) =>
        new(Shown(), [], new StylizeOptions()) { PreviewWhen = previewWhen };

    private static Picture Shown() => TestPictures.Flat(1, 1, 0.5f);

    private sealed class StoppedClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
