using Impasto.Threads;

namespace Impasto.Tests.Threads;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_does_each_item_once(int threads)
    {
        using var team = new WorkerTeam(threads);
        var work = new Counting(1000);

        for (int round = 1; round <= 20; round++)
        {
            team.Run(work, 1000);
            Assert.All(work.Times, times => Assert.Equal(round, times));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_what_an_item_throws_reaches_the_caller_and_the_team_works_on(int threads)
    {
        using var team = new WorkerTeam(threads);
        var work = new Counting(64) { Throws = 17 };

        Assert.Throws<ArithmeticException>(() => team.Run(work, 64));
        work.Throws = -1;
        team.Run(work, 64);

        Assert.All(work.Times, times => Assert.True(times >= 1));
    }

    [Fact]
    public void For_without_a_team_or_with_one_thread_keeps_to_the_caller()
    {
        using var alone = new WorkerTeam(1);
        int caller = Environment.CurrentManagedThreadId;

        foreach (WorkerTeam? team in new[] { null, alone })
        {
            List<int> done = [];
            WorkerTeam.For(team, 100, item =>
            {
                Assert.Equal(caller, Environment.CurrentManagedThreadId);
                done.Add(item);
            });
            Assert.Equal(Enumerable.Range(0, 100), done);
        }
    }

    [Fact]
    public void For_a_team_works_on_no_more_threads_than_it_has()
    {
        using var team = new WorkerTeam(3);
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();

        WorkerTeam.For(team, 300, _ =>
        {
            threads.TryAdd(Environment.CurrentManagedThreadId, 0);
            Thread.Sleep(1);
        });

        Assert.InRange(threads.Count, 1, 3);
    }

    [Fact]
    public void Dispose_twice_is_once_and_an_ended_team_says_so()
    {
        var team = new WorkerTeam(2);

        team.Dispose();
        team.Dispose();

        Assert.Throws<ObjectDisposedException>(() => team.Run(new Counting(4), 4));
    }

    [Fact]
    public void Run_keeps_nothing_that_it_worked_on_alive()
    {
        using var team = new WorkerTeam(2);
        WeakReference work = Work(team);

        Assert.True(Garbage.MakesTrue(() => !work.IsAlive));

        static WeakReference Work(WorkerTeam team)
        {
            var counting = new Counting(4);
            team.Run(counting, 4);
            return new WeakReference(counting);
        }
    }

    private sealed class Counting(int items) : ParallelWork
    {
        public int[] Times { get; } = new int[items];

        public int Throws { get; set; } = -1;

        public override void Run(int item, int worker)
        {
            if (item == Throws)
                throw new ArithmeticException("seventeen");
            Interlocked.Increment(ref Times[item]);
        }
    }
}
