namespace Impasto.Studio.Budgets;

/// <summary>Gives the memory of decoded pictures back to the system.</summary>
internal static class LargeHeap
{
    // Bytes; after a run at 512 pixels there are less.
    private const long Large = 200_000_000;

    /// <summary>
    /// Collects what is no longer needed, if the heap is large: the collector keeps it otherwise, and other programs
    /// may need it.
    /// </summary>
    public static void GiveBack()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) > Large)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
