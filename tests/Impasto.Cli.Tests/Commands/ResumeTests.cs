using System.Text.Json.Nodes;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Runs that are stopped or killed, and finished by impasto resume.</summary>
[Collection("libtorch")]
public sealed class ResumeTests : IDisposable
{
    private readonly CliRun _cli = new();

    private string Checkpoint => _cli.File("run.checkpoint");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Resume_after_ctrl_c_replaces_the_picture_so_far_and_completes_trace_and_frames()
    {
        string[] told = ["--steps", "8", "--every", "2", "--trace", _cli.File("t"), "--frames", _cli.File("frames"), "--figure", _cli.File("f.png")];
        Directory.CreateDirectory(_cli.File("whole"));
        Assert.Equal(0, await _cli.StylizeAsync([.. told.Select(word => word.Replace(_cli.Folder, _cli.File("whole"), StringComparison.Ordinal)), "-o", _cli.File("whole.png")]));
        await StopAsync(3, told);
        byte[] partial = await Bytes("result.png");

        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint));

        Assert.NotEqual(partial, await Bytes("result.png"));
        Assert.Equal(await Bytes("whole.png"), await Bytes("result.png"));
        Assert.Equal(Enumerable.Range(1, 8), (await File.ReadAllLinesAsync(_cli.File("t"), Cancellation)).Select(line => (int)JsonNode.Parse(line)!["step"]!));
        Assert.Equal(4, Directory.GetFiles(_cli.File("frames")).Length);
        Assert.Contains($"Resumed  from {Checkpoint}, after step ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Checkpoint));
    }

    [Fact]
    public async Task Stylize_stopped_says_how_to_go_on()
    {
        await StopAsync(2);

        Assert.Matches($"^Cancelled after step [0-9]: the picture so far was kept; continue with 'impasto resume {Checkpoint}'\\.$", _cli.Problem);
    }

    [Fact]
    public async Task Stylize_to_a_checkpoint_that_is_there_is_refused()
    {
        await StopAsync(2);
        File.Delete(_cli.File("result.png"));

        Assert.Equal(1, await _cli.StylizeAsync("--checkpoint", Checkpoint));

        Assert.EndsWith($"'{Checkpoint}' exists already: continue from it with 'impasto resume {Checkpoint}', or replace it with --force.", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_of_what_came_through_a_pipe_needs_no_pipe()
    {
        byte[] photo = await Bytes("photo.png");
        Terminal terminal = _cli.Terminal() with { Input = () => new MemoryStream(photo) };
        string[] call = ["stylize", "-", _cli.Waves, "--network", "compact", "--size", "32", "--steps", "8", "--threads", "1"];
        Assert.Equal(0, await CommandLine.RunAsync([.. call, "-o", _cli.File("whole.png")], terminal, Cancellation));
        Assert.Equal(130, await StopAsync(terminal, 2, [.. call, "-o", _cli.File("r.png"), "--checkpoint", Checkpoint, "--trace", _cli.File("t")]));

        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint));

        Assert.Equal(await Bytes("whole.png"), await Bytes("r.png"));
    }

    [Fact]
    public async Task Resume_with_an_input_gone_or_changed_is_one_sentence()
    {
        await StopAsync(2);
        File.Move(_cli.Waves, _cli.File("elsewhere.png"));
        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));
        Assert.EndsWith($"'{_cli.Waves}' can't be read: there is no such file.", _cli.Problem, StringComparison.Ordinal);

        File.Copy(_cli.Checks, _cli.Waves);
        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));
        Assert.EndsWith($"The checkpoint '{Checkpoint}' can't be continued: the style 1 is not the one it was made with.", _cli.Problem, StringComparison.Ordinal);
        Assert.True(File.Exists(Checkpoint));
    }

    [Fact]
    public async Task Resume_does_not_replace_a_picture_of_another_run()
    {
        await StopAsync(2);
        File.Copy(_cli.Photo, _cli.File("result.png"), overwrite: true);

        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));

        Assert.EndsWith($"'{_cli.File("result.png")}' exists already: choose another name, or replace it with --force.", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint, "-o", _cli.File("other.png")));
    }

    [Fact]
    public async Task Resume_of_no_checkpoint_is_one_sentence()
    {
        Assert.Equal(1, await _cli.RunAsync("resume", _cli.Photo));

        Assert.Equal($"The checkpoint '{_cli.Photo}' can't be used: it is no checkpoint, or one of another version of Impasto.", _cli.Problem);
    }

    [Fact]
    public async Task Resume_of_a_checkpoint_that_others_made_is_one_sentence()
    {
        using var stylizer = new Stylizer(Networks.Weights.NetworkCatalog.Compact().Network, new CpuDevice(1));
        Picture photo = _cli.Read("photo.png");
        stylizer.Run(
            new StylizeTask(photo, [new WeightedStyle(photo)], new StylizeOptions { Sizing = new() { Size = 32 } }) { Checkpoint = new CheckpointTarget(Checkpoint) { Note = "mine" } },
            cancellation: new CancellationToken(canceled: true));

        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));

        Assert.Equal($"The checkpoint '{Checkpoint}' does not say how to continue: impasto stylize did not write it.", _cli.Problem);
    }

    [Fact]
    public async Task Stylize_checkpoint_every_alone_can_not_be_meant()
    {
        Assert.Equal(2, await _cli.StylizeAsync("--checkpoint-every", "5"));

        Assert.Equal("--checkpoint-every: expected --checkpoint FILE beside it.", _cli.Problem);
    }

    // Ctrl+C as soon as so many steps are traced; the program sees it before the next.
    private async Task StopAsync(int after, params string[] words)
    {
        string[] traced = words.Contains("--trace") ? words : [.. words, "--trace", _cli.File("t")];
        string[] steps = words.Contains("--steps") ? [] : ["--steps", "8"];
        Assert.Equal(130, await StopAsync(
            _cli.Terminal(),
            after,
            ["stylize", _cli.Photo, _cli.Waves, "--network", "compact", "--threads", "1", "--size", "32", "-o", _cli.File("result.png"),
                "--checkpoint", Checkpoint, "--checkpoint-every", "0", .. steps, .. traced]));
    }

    private async Task<int> StopAsync(Terminal terminal, int after, string[] words)
    {
        using var source = new CancellationTokenSource();
        var watcher = new Watcher(() => File.Exists(_cli.File("t")) && Lines(_cli.File("t")) >= after, source);
        return await CommandLine.RunAsync(words, terminal with { Clock = watcher }, source.Token);
    }

    private static int Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(letter => letter == '\n');
    }

    // Looks whenever the run looks at its clock.
    private sealed class Watcher(Func<bool> isTime, CancellationTokenSource source) : TimeProvider
    {
        public override long GetTimestamp()
        {
            if (!source.IsCancellationRequested && isTime())
                source.Cancel();
            return base.GetTimestamp();
        }
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_cli.File(name), Cancellation);
}
