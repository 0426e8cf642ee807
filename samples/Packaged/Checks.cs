namespace Impasto.Samples.Packaged;

/// <summary>Counts checks that fail, so that the program can end with exit code 1.</summary>
internal static class Checks
{
    /// <summary>Checks that failed.</summary>
    public static int Failures { get; private set; }

    /// <summary>Prints whether something is as it should be.</summary>
    /// <param name="isRight">Whether it is.</param>
    /// <param name="expected">What is expected, a few words.</param>
    public static void Require(bool isRight, string expected)
    {
        Console.WriteLine($"    {(isRight ? "ok" : "FAILED")}: {expected}");
        Failures += isRight ? 0 : 1;
    }
}
