using Impasto.Studio.Painting;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests.Painting;

/// <summary>The signal that ends a worker's attempt.</summary>
public sealed class RunPartTests
{
    [Fact]
    public void Interrupt_cancels_the_run_without_a_wish()
    {
        using var part = new RunPart(TestRuns.Queued());

        part.Interrupt();

        Assert.True(part.Cancellation.IsCancellationRequested);
        Assert.Equal((RunWish.None, false), (part.Wish, part.IsLost));
    }

    [Fact]
    public void Interrupt_after_the_end_does_nothing()
    {
        var part = new RunPart(TestRuns.Queued());
        part.Dispose();

        part.Interrupt();

        Assert.False(part.IsLost);
    }

    [Fact]
    public void Obey_no_wish_lets_the_run_go_on()
    {
        using var part = new RunPart(TestRuns.Queued());

        part.Obey(RunWish.None);

        Assert.False(part.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public void Obey_wish_cancels_the_run()
    {
        using var part = new RunPart(TestRuns.Queued());

        part.Obey(RunWish.Stop);

        Assert.True(part.Cancellation.IsCancellationRequested);
        Assert.Equal((RunWish.Stop, false), (part.Wish, part.IsLost));
    }

    [Fact]
    public void Obey_null_means_that_the_run_is_lost()
    {
        using var part = new RunPart(TestRuns.Queued());

        part.Obey(null);

        Assert.True(part.Cancellation.IsCancellationRequested);
        Assert.Equal((RunWish.None, true), (part.Wish, part.IsLost));
    }
}
