using Impasto.Cli.Full;
using Impasto.Tests;
using Impasto.Training;

namespace Impasto.Cli.Tests.Full;

/// <summary>What a call is refused for before libtorch is loaded; the training has tests of its own.</summary>
public sealed class LearnTests : IDisposable
{
    private readonly CliRun _cli = new();
    private readonly string _decoder;

    public LearnTests()
    {
        _decoder = _cli.File("decoder.safetensors");
        TestStyles.WriteDecoder(_decoder, seed: 1);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Learn_of_a_text_file_says_so_in_one_sentence_and_writes_nothing()
    {
        await File.WriteAllTextAsync(_cli.File("painting.jpg"), "no picture", TestContext.Current.CancellationToken);
        string[] before = _cli.Names();

        Assert.Equal(1, await LearnAsync(_cli.File("painting.jpg")));

        Assert.Contains("painting.jpg", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(before, _cli.Names());
    }

    [Fact]
    public async Task Learn_without_the_folder_of_photographs_says_so()
    {
        Assert.Equal(1, await LearnAsync(_cli.Waves, "--photos", _cli.File("nowhere")));

        Assert.Contains("There is no folder", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_without_the_decoders_file_says_so()
    {
        File.Delete(_decoder);

        Assert.Equal(1, await LearnAsync(_cli.Waves));

        Assert.Contains("there is no such file", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_does_not_replace_a_style_without_force()
    {
        TestStyles.Write(_cli.File("a.style"), seed: 1);

        Assert.Equal(1, await LearnAsync(_cli.Waves));

        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_never_writes_over_what_it_reads()
    {
        byte[] before = await File.ReadAllBytesAsync(_decoder, TestContext.Current.CancellationToken);

        Assert.Equal(2, await _cli.RunAsync("learn", _cli.Waves, "--decoder", _decoder, "-o", _decoder, "--force"));
        Assert.Equal(2, await _cli.RunAsync(
            "learn", _cli.Waves, "--decoder", _decoder, "-o", _cli.File("a.style"), "--log", _cli.File("a.style")));

        Assert.Equal(before, await File.ReadAllBytesAsync(_decoder, TestContext.Current.CancellationToken));
    }

    // Too short for a step: the style is the decoder's, and everything is written.
    [Fact]
    public async Task Learn_from_few_photographs_or_none_says_how_many_were_seen()
    {
        Directory.CreateDirectory(_cli.File("photos"));
        foreach (string name in (string[])["a", "b", "c"])
            _cli.Draw(Path.Combine("photos", $"{name}.png"), (x, y, c) => ((x * y) + c) % 50 / 50f, 80, 70);
        await File.WriteAllTextAsync(
            _cli.File(Path.Combine("photos", "d.jpg")), "no picture", TestContext.Current.CancellationToken);
        string[] quick = ["--minutes", "0.001", "--threads", "1", "--style-size", "64"];

        Assert.Equal(0, await LearnAsync(_cli.Waves, ["--photos", _cli.File("photos"), .. quick]));
        string printed = _cli.Out.Output.ReplaceLineEndings(" ");
        Assert.Contains("2 photographs were seen", printed, StringComparison.Ordinal);
        Assert.Contains("1 of 4 pictures are left out; the first: '", printed, StringComparison.Ordinal);
        Assert.True(LearnedStyle.IsStyle(_cli.File("a.style")));
        Assert.Equal(0, await _cli.RunAsync(
            ["learn", _cli.Checks, "--decoder", _cli.File("a.style"), "-o", _cli.File("b.style"), .. quick]));
        Assert.Contains(
            "0 photographs were seen, only scenes drawn by the program", _cli.Out.Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_prints_means_and_writes_a_line_for_each()
    {
        using (var log = new LearnLog(_cli.Out, 2, _cli.File("log.csv"), TimeSpan.FromSeconds(60)))
        {
            log.Report(Step(0, 3) with { HeldOut = 2, HeldOutHeld = 4 });
            log.Report(Step(1, 3));
            log.Report(Step(2, 1));
            log.Report(Step(3, 5) with { HeldOut = 1, HeldOutHeld = 1.5, IsBest = true });
        }

        Assert.Equal(
            [
                "step,loss,content,style,held_out,held_out_held,best,seconds",
                "0,,,,2,4,1,0", "2,2,0.5,0.25,,,0,2", "3,5,0.5,0.25,1,1.5,1,3",
            ],
            File.ReadAllLines(_cli.File("log.csv")));
        string printed = _cli.Out.Output.ReplaceLineEndings(" ");
        Assert.Contains("Step 2  loss 2.000  content 0.500  style 0.250  2 of 60 s", printed, StringComparison.Ordinal);
        Assert.Contains(
            "held out: loss 1.000, with held moments 1.500, the best so far", printed, StringComparison.Ordinal);

        static LearnProgress Step(int step, double loss) => new()
        {
            Step = step, Loss = loss, Content = 0.5, Style = 0.25, Elapsed = TimeSpan.FromSeconds(step),
        };
    }

    private Task<int> LearnAsync(string painting, params string[] words) =>
        _cli.RunAsync(["learn", painting, "--decoder", _decoder, "-o", _cli.File("a.style"), .. words]);
}
