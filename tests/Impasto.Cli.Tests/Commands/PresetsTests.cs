namespace Impasto.Cli.Tests.Commands;

public sealed class PresetsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Presets_shows_all_values_of_the_first_and_the_differences_of_the_others()
    {
        Assert.Equal(0, await _cli.RunAsync("presets"));

        string[] blocks = _cli.Out.Output.TrimEnd().Split("\n\n");
        Assert.Equal(Presets.All.Select(preset => $"{preset.Name}:"), blocks.Select(block => block.Split(' ')[0]));
        Assert.Equal(StylizeOptionCatalog.Read(new StylizeOptions()).Count + 1, blocks[0].Split('\n').Length);
        string notebook = Assert.Single(blocks, block => block.StartsWith("notebook:", StringComparison.Ordinal));
        Assert.Contains("  --steps 2000\n", notebook, StringComparison.Ordinal);
        Assert.DoesNotContain("--alpha", notebook, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presets_explain_shows_reasons_and_the_help_of_options()
    {
        Assert.Equal(0, await _cli.RunAsync("presets", "print", "--explain"));

        string shown = string.Join(' ', _cli.Out.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("strokes that a small file does not show can't be painted", shown, StringComparison.Ordinal);
        Assert.Contains($"--size 3000 {StylizeOptionCatalog.Find("size").Help}", shown, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names => [.. Presets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Presets_values_of_one_can_be_typed_as_options(string name)
    {
        Assert.Equal(0, await _cli.RunAsync("presets", name));

        string[] lines = [.. _cli.Out.Output.TrimEnd().Split('\n').Skip(1).Select(line => line.Trim())];
        StylizeOptions options = new();
        foreach (string[] pair in lines.Select(line => line[2..].Split(' ', 2)))
            options = StylizeOptionCatalog.Find(pair[0]).Write(options, pair[1]);
        foreach (StylizeOption option in StylizeOptionCatalog.All)
            Assert.Equal(option.Read(Presets.Find(name).Options), option.Read(options));
    }
}
