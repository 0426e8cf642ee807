using Impasto.Studio.Answers;
using Impasto.Studio.Uploads;

namespace Impasto.Studio.Tests.Uploads;

/// <summary>The bytes of uploads that are held at the same time are counted as they come.</summary>
public sealed class UploadBudgetTests
{
    private const long Largest = 1_000_000, Free = 64 << 10;

    private readonly ShiftedClock _clock = new();
    private readonly UploadBudget _budget;

    public UploadBudgetTests() => _budget = new UploadBudget(Studio.Usual("x") with
    {
        Clock = _clock, Limits = new StudioLimits { MaxUploadBytes = Largest },
    });

    [Fact]
    public void Four_of_the_largest_fit_and_a_fifth_is_refused_until_one_is_gone()
    {
        Upload[] four = [.. Enumerable.Range(0, 4).Select(_ => Taking(Largest + Free))];
        using Upload fifth = _budget.Open();

        // What is small gets through all the same.
        fifth.Take(Free);
        StudioProblem problem = Assert.Throws<StudioProblem>(() => fifth.Take(1));

        Assert.Equal((503, "uploads-full", 4 * Largest), (problem.Status, problem.Code, _budget.Used));
        four[0].Dispose();
        fifth.Take(Largest);
        Assert.Equal(4 * Largest, _budget.Used);
        four[1].Release();
        fifth.Dispose();
        four[1].Dispose();
        Assert.Equal(2 * Largest, _budget.Used);
    }

    [Fact]
    public void Announced_upload_that_would_not_fit_is_refused_before_it_is_read_and_takes_no_room()
    {
        using Upload first = Taking((3 * Largest) + Free);

        _budget.Require(Largest + Free);
        using Upload second = Taking((2 * Free) + 1);
        StudioProblem problem = Assert.Throws<StudioProblem>(() => _budget.Require(Largest + Free));
        _budget.Require(Free);

        Assert.Equal((503, (3 * Largest) + Free + 1), (problem.Status, _budget.Used));
        // Larger than any may be: that is what its refusal says when it is read.
        first.Release();
        _budget.Require(100 * Largest);
    }

    [Fact]
    public void Text_takes_four_times_its_bytes()
    {
        using Upload json = _budget.Open(Upload.TextCost), form = _budget.Open();

        json.Take(Free + 100);
        form.Take(Free + 100);
        form.TakeText(Free + 100);

        Assert.Equal(400 + 100 + 300, _budget.Used);
    }

    [Fact]
    public void Slow_upload_is_cut_off_when_another_needs_its_room_and_not_before()
    {
        using Upload silent = Taking(Free + (2 * Largest)), quick = Taking(Free + (2 * Largest)), next = Taking(Free);
        silent.Begin();
        quick.Begin();
        next.Begin();

        _clock.Shift += TimeSpan.FromSeconds(9);
        Assert.Throws<StudioProblem>(() => next.Take(1));
        _clock.Shift += TimeSpan.FromSeconds(2);
        quick.Release();
        quick.Take(Largest);
        Assert.False(silent.CutOff.IsCancellationRequested);
        next.Take(2 * Largest);

        Assert.Equal(
            (true, false, 3 * Largest),
            (silent.CutOff.IsCancellationRequested, quick.CutOff.IsCancellationRequested, _budget.Used));
        StudioProblem problem = Assert.Throws<StudioProblem>(() => silent.Take(1));
        Assert.Equal((408, (string?)null), (problem.Status, problem.Code));
    }

    [Fact]
    public void Upload_that_is_complete_is_not_slow()
    {
        using Upload complete = Taking(Free + (4 * Largest)), next = Taking(Free);
        complete.Begin();
        complete.End();

        _clock.Shift += TimeSpan.FromMinutes(10);

        Assert.Throws<StudioProblem>(() => next.Take(1));
        Assert.False(complete.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void Burst_of_long_ago_does_not_make_an_upload_quick()
    {
        using Upload burst = Taking(Free), next = Taking(Free);
        burst.Begin();
        burst.Take(4 * Largest);
        _clock.Shift += TimeSpan.FromSeconds(10);
        burst.Take(0);
        _clock.Shift += TimeSpan.FromSeconds(5);
        // Its last window was quick, and this one has only begun.
        Assert.Throws<StudioProblem>(() => next.Take(1));

        _clock.Shift += TimeSpan.FromSeconds(5);
        next.Take(1);

        Assert.True(burst.CutOff.IsCancellationRequested);
    }

    private Upload Taking(long bytes)
    {
        Upload upload = _budget.Open();
        upload.Take(bytes);
        return upload;
    }
}
