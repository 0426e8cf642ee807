using PublicApiGenerator;

namespace Impasto.Tests;

public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Plain = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public void Public_members_are_those_that_were_agreed()
    {
        string folder = AppContext.BaseDirectory;
        string agreed = File.ReadAllText(Path.Combine(folder, "PublicApi.txt")).ReplaceLineEndings("\n").TrimEnd();
        string found = typeof(Stylizer).Assembly.GeneratePublicApi(Plain).ReplaceLineEndings("\n").TrimEnd();
        string received = Path.Combine(folder, "PublicApi.received.txt");
        File.WriteAllText(received, found + "\n");

        Assert.True(agreed == found, $"""
            The library's public members changed. Look at the differences:
                diff tests/Impasto.Tests/PublicApi.txt {received}
            If they are meant, accept them:
                cp {received} tests/Impasto.Tests/PublicApi.txt
            """);
    }
}
