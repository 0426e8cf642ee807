namespace Impasto.Tests;

/// <summary>Counts what work on the calling thread allocates.</summary>
internal static class Allocations
{
    // What threads make late when they must wait for each other, and what is compiled at a branch that is first taken
    // then, shows in one round; what every step allocates shows in all of them.
    private const int Rounds = 4;

    /// <summary>Bytes that every round allocates: the least of several.</summary>
    public static long Of(Action work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
