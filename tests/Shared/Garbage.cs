namespace Impasto.Tests;

/// <summary>Makes garbage, so that the collector runs of itself.</summary>
internal static class Garbage
{
    /// <summary>Whether something becomes true while the collector runs; gives up after some gigabytes.</summary>
    public static bool MakesTrue(Func<bool> condition)
    {
        for (int i = 0; i < 3000 && !condition(); i++)
        {
            // Large arrays are collected with the oldest generation.
            GC.KeepAlive(new byte[1 << 20]);
            if (i % 50 == 0)
                GC.WaitForPendingFinalizers();
        }

        return condition();
    }
}
