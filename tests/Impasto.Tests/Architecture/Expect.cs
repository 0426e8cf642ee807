namespace Impasto.Tests.Architecture;

/// <summary>Expectations about long lists.</summary>
internal static class Expect
{
    private const int Shown = 40;

    /// <summary>Fails where there is a finding; the message has the first of them, one a line.</summary>
    public static void Nothing(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0)
        {
            string more = all.Length > Shown ? "\n..." : "";
            Assert.Fail($"{all.Length} findings:\n{string.Join('\n', all.Take(Shown))}{more}");
        }
    }
}
