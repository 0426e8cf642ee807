using System.Text.Json.Nodes;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Runs that stop or are killed; impasto resume finishes them.</summary>
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
        Directory.CreateDirectory(_cli.File("whole"));
        Assert.Equal(0, await _cli.StylizeAsync([.. Words(_cli.File("whole")), "-o", _cli.File("whole.png")]));
        await StopAsync(3, Words(_cli.Folder));
        byte[] partial = await Bytes("result.png");

        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint));

        Assert.NotEqual(partial, await Bytes("result.png"));
        Assert.Equal(await Bytes("whole.png"), await Bytes("result.png"));
        string[] lines = await File.ReadAllLinesAsync(_cli.File("t"), Cancellation);
        Assert.Equal(Enumerable.Range(1, 8), lines.Select(line => (int)JsonNode.Parse(line)!["step"]!));
        Assert.Equal(4, Directory.GetFiles(_cli.File("frames")).Length);
        Assert.Contains($"Resumed  from {Checkpoint}, after step ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Checkpoint));

        static string[] Words(string folder) =>
        [
            "--steps", "8", "--every", "2", "--trace", Path.Combine(folder, "t"),
            "--frames", Path.Combine(folder, "frames"), "--figure", Path.Combine(folder, "f.png"),
        ];
    }

    [Fact]
    public async Task Resume_with_its_trace_in_a_pipe_sends_the_steps_that_are_left()
    {
        await StopAsync(3);
        int before = Lines(_cli.File("t"));
        File.Delete(_cli.File("t"));
        await _cli.MakePipeAsync("t");
        Task<string[]> reading = Task.Run(() => File.ReadAllLines(_cli.File("t")), Cancellation);

        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint));

        int[] steps = [.. (await reading).Select(line => (int)JsonNode.Parse(line)!["step"]!)];
        Assert.Equal(Enumerable.Range(before + 1, 8 - before), steps);
    }

    [Fact]
    public async Task Stylize_stopped_explains_how_to_continue()
    {
        await StopAsync(2);

        Assert.Matches(
            "^Cancelled after step [0-9]: the picture so far was kept; continue with "
            + $"'impasto resume {Checkpoint}'\\.$",
            _cli.Problem);
    }

    [Fact]
    public async Task Stylize_to_an_existing_checkpoint_is_refused()
    {
        await StopAsync(2);
        File.Delete(_cli.File("result.png"));

        Assert.Equal(1, await _cli.StylizeAsync("--checkpoint", Checkpoint));

        Assert.EndsWith(
            $"'{Checkpoint}' exists already: continue from it with 'impasto resume {Checkpoint}', or replace it with "
            + "--force.",
            _cli.Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_of_content_from_a_pipe_needs_no_pipe()
    {
        byte[] photo = await Bytes("photo.png");
        Terminal terminal = _cli.Terminal() with { Input = () => new MemoryStream(photo) };
        string[] call =
            ["stylize", "-", _cli.Waves, "--network", "compact", "--size", "32", "--steps", "8", "--threads", "1"];
        Assert.Equal(0, await CommandLine.RunAsync([.. call, "-o", _cli.File("whole.png")], terminal, Cancellation));
        Assert.Equal(130, await StopAsync(
            terminal,
            2,
            [.. call, "-o", _cli.File("r.png"), "--checkpoint", Checkpoint, "--trace", _cli.File("t")]));

        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint));

        Assert.Equal(await Bytes("whole.png"), await Bytes("r.png"));
    }

    [Fact]
    public async Task Resume_with_a_missing_or_changed_input_fails_with_one_sentence()
    {
        await StopAsync(2);
        File.Move(_cli.Waves, _cli.File("elsewhere.png"));
        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));
        Assert.EndsWith(
            $"'{_cli.Waves}' can't be read: there is no such file.", _cli.Problem, StringComparison.Ordinal);

        File.Copy(_cli.Checks, _cli.Waves);
        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));
        Assert.EndsWith(
            $"The checkpoint '{Checkpoint}' can't be continued: the style 1 is not the one it was made with.",
            _cli.Problem,
            StringComparison.Ordinal);
        Assert.True(File.Exists(Checkpoint));
    }

    [Fact]
    public async Task Resume_does_not_replace_a_picture_of_another_run()
    {
        await StopAsync(2);
        File.Copy(_cli.Photo, _cli.File("result.png"), overwrite: true);

        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));

        Assert.EndsWith(
            $"'{_cli.File("result.png")}' exists already: choose another name, or replace it with --force.",
            _cli.Problem,
            StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint, "-o", _cli.File("other.png")));
    }

    [Fact]
    public async Task Resume_of_another_file_fails_with_one_sentence()
    {
        Assert.Equal(1, await _cli.RunAsync("resume", _cli.Photo));

        Assert.Equal(
            $"The checkpoint '{_cli.Photo}' can't be used: it is not a checkpoint, or it is one of another version of "
            + "Impasto.",
            _cli.Problem);
    }

    [Fact]
    public async Task Resume_of_a_checkpoint_of_another_program_fails_with_one_sentence()
    {
        using var stylizer = new Stylizer(Networks.Weights.NetworkCatalog.Compact().Network, new CpuDevice(1));
        Picture photo = _cli.Read("photo.png");
        var options = new StylizeOptions { Sizing = new() { Size = 32 } };
        var task = new StylizeTask(photo, [new WeightedStyle(photo)], options)
        {
            Checkpoint = new CheckpointTarget(Checkpoint) { Note = "mine" },
        };
        stylizer.Run(task, cancellation: new CancellationToken(canceled: true));

        Assert.Equal(1, await _cli.RunAsync("resume", Checkpoint));

        Assert.Equal(
            $"The checkpoint '{Checkpoint}' can't be resumed: impasto stylize did not write it.", _cli.Problem);
    }

    [Fact]
    public async Task Stylize_checkpoint_every_without_checkpoint_is_a_wrong_call()
    {
        Assert.Equal(2, await _cli.StylizeAsync("--checkpoint-every", "5"));

        Assert.Equal("--checkpoint-every needs --checkpoint FILE.", _cli.Problem);
    }

    // Cancels as soon as the trace has this number of steps; the program stops before the next step.
    private async Task StopAsync(int after, params string[] words)
    {
        string[] traced = words.Contains("--trace") ? words : [.. words, "--trace", _cli.File("t")];
        string[] steps = words.Contains("--steps") ? [] : ["--steps", "8"];
        Assert.Equal(130, await StopAsync(
            _cli.Terminal(),
            after,
            [
                "stylize", _cli.Photo, _cli.Waves, "--network", "compact", "--threads", "1", "--size", "32",
                "-o", _cli.File("result.png"), "--checkpoint", Checkpoint, "--checkpoint-every", "0",
                .. steps, .. traced,
            ]));
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

    // Checks the condition whenever the run reads its clock.
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
