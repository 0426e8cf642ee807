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
