using Impasto.Video.Jobs;

namespace Impasto.Video.Tests.Jobs;

public sealed class JobQueueTests
{
    [Fact]
    public void Actions_run_on_the_callers_thread_until_all_jobs_have_ended()
    {
        using var queue = new JobQueue(1);
        List<int> threads = [];

        queue.Run([Ask, Ask], CancellationToken.None);

        Assert.Equal(20, threads.Count);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));

        void Ask(CancellationToken stop)
        {
            for (int i = 0; i < 10; i++)
                queue.Post(() => threads.Add(Environment.CurrentManagedThreadId));
        }
    }

    [Fact]
    public void First_failure_stops_the_other_jobs_and_is_thrown()
    {
        using var queue = new JobQueue(1);

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => queue.Run(
            [
                stop => throw new InvalidOperationException("one"),
                stop =>
                {
                    stop.WaitHandle.WaitOne();
                    stop.ThrowIfCancellationRequested();
                },
            ],
            CancellationToken.None));

        Assert.Equal("one", failure.Message);
    }

    [Fact]
    public void Failure_of_an_action_stops_the_jobs()
    {
        using var queue = new JobQueue(1);

        Assert.Throws<FormatException>(() => queue.Run(
            [
                stop =>
                {
                    queue.Post(() => throw new FormatException());
                    stop.WaitHandle.WaitOne();
                },
            ],
            CancellationToken.None));
    }
}
