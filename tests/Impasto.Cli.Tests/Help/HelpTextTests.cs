namespace Impasto.Cli.Tests.Help;

public sealed class HelpTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("stylize")]
    [InlineData("replay")]
    [InlineData("resume")]
    [InlineData("video")]
    [InlineData("flow")]
    [InlineData("batch")]
    [InlineData("sweep")]
    [InlineData("explain")]
    [InlineData("info")]
    [InlineData("plan")]
    [InlineData("presets")]
    [InlineData("weights")]
    [InlineData("weights install")]
    [InlineData("weights list")]
    [InlineData("weights verify")]
    [InlineData("weights remove")]
    [InlineData("completion")]
    public async Task Help_every_command_has_usage_and_examples_that_begin_with_it(string command)
    {
        string help = await Help(command, 100);

        string call = $"impasto {command}".Trim();
        Assert.Contains($"Usage:\n  {call}", help, StringComparison.Ordinal);
        string[] examples = help.Split("Examples:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains(call, example, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Help_text_fits_the_terminal(int width)
    {
        string help = await Help("stylize", width);

        // Examples are not wrapped, because people copy them. One word may be longer than a narrow line.
        string[] lines = help[..help.IndexOf("Examples:", StringComparison.Ordinal)].Split('\n');
        Assert.All(
            lines.Where(line => line.Trim().Contains(' ')),
            line => Assert.True(line.Length < width, $"'{line}' has {line.Length} letters"));
        Assert.True(lines.Max(line => line.Length) <= 110);
    }

    [Fact]
    public async Task Help_stylize_has_every_option_with_range_and_default()
    {
        string help = (await Help("stylize", 1000)).ReplaceLineEndings(" ");
        string flat = string.Join(' ', help.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        foreach (StylizeOption option in StylizeOptionCatalog.All)
        {
            Assert.Contains($" --{option.Name} <", flat, StringComparison.Ordinal);
            string value = OptimizerOptions.All
                .Select(optimizer => option.Read(new StylizeOptions { Optimizer = optimizer }))
                .First(found => found is not null)!;
            Assert.Contains($"[{value}]", flat, StringComparison.Ordinal);
            if (option.Name != "init")
                Assert.Contains($"{option.Range[1..]}. [", flat, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stylize", "[CONTENT_STYLE.png]")]
    [InlineData("texture", "[STYLE_texture.png]")]
    [InlineData("reconstruct", "[CONTENT_reconstruction.png]")]
    [InlineData("replay", "[PICTURE_again, with the picture's ending]")]
    [InlineData("resume", "[as in the checkpoint]")]
    [InlineData("blend", "[RESULT_blend.png]")]
    public async Task Help_names_the_output_that_is_used(string command, string output)
    {
        string help = (await Help(command, 1000)).ReplaceLineEndings(" ");

        Assert.Contains(output, help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        using var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync("--version"));

        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+[^\n]*\n$", cli.Data.ToString());
    }

    private static async Task<string> Help(string command, int width)
    {
        using var cli = new CliRun();
        cli.Out.Profile.Width = width;
        Assert.Equal(0, await cli.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Assert.Equal("", cli.Error.Output);
        return cli.Out.Output;
    }
}
