namespace Impasto.Threads;

/// <summary>
/// Work in items that may run in any order and on any thread; the result of an item depends on neither.
/// </summary>
public abstract class ParallelWork
{
    /// <summary>Does one item.</summary>
    /// <param name="item">0 to the number of items.</param>
    /// <param name="worker">The thread's number in its team, for scratch memory.</param>
    public abstract void Run(int item, int worker);
}
