using System.Text;
using Impasto.Imaging;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Commands;

public sealed class LiveTests : IDisposable
{
    private readonly List<CliRun> _runs = [];

    public void Dispose() => _runs.ForEach(run => run.Dispose());

    [Fact]
    public async Task Live_paints_every_frame_of_standard_input_with_all()
    {
        CliRun cli = Run([.. Frame(40, 24, 50), .. Frame(40, 24, 200), .. Frame(24, 40, 90)]);

        Assert.Equal(0, await LiveAsync(cli, "--all", "--size", "32"));

        Assert.Equal([(32, 20), (32, 20), (20, 32)], Sizes(cli.Binary.ToArray()));
        Assert.Contains("Painted  3 frames", cli.Problem, StringComparison.Ordinal);
        Assert.Contains("; 0 dropped", cli.Problem, StringComparison.Ordinal);
        Assert.Empty(cli.Out.Output);
    }

    [Fact]
    public async Task Live_takes_a_learned_style_and_an_even_size()
    {
        CliRun cli = Run(Frame(33, 25, 50));
        TestStyles.Write(cli.File("a.style"), seed: 2);

        Assert.Equal(0, await cli.RunAsync("live", cli.File("a.style"), "--held", "--size", "33", "--threads", "1"));

        Assert.Equal([(34, 26)], Sizes(cli.Binary.ToArray()));
    }

    [Fact]
    public async Task Live_ends_a_broken_stream_in_a_sentence_after_a_whole_frame()
    {
        CliRun cli = Run([.. Frame(40, 24, 50), .. Frame(40, 24, 50)[..^9]]);

        Assert.Equal(1, await LiveAsync(cli, "--all", "--size", "32"));

        Assert.Equal([(32, 20)], Sizes(cli.Binary.ToArray()));
        Assert.Contains(
            "Standard input can't be read: it ends within a picture.", cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Standard input has no frames")]
    [InlineData("no frames", "Standard input can't be read: expected PPM pictures")]
    public async Task Live_without_frames_says_what_it_expects(string input, string sentence)
    {
        CliRun cli = Run(Encoding.ASCII.GetBytes(input));

        Assert.Equal(1, await LiveAsync(cli));

        Assert.Contains(sentence, cli.Problem, StringComparison.Ordinal);
        Assert.Empty(cli.Binary.ToArray());
    }

    [Fact]
    public async Task Live_once_paints_what_is_in_a_folder_and_no_picture_twice()
    {
        CliRun cli = Run([]);
        string photos = Folder(cli, "a.png", "b.png");
        File.Copy(cli.Photo, Path.Combine(photos, "a.tif.png"));
        await File.WriteAllTextAsync(
            Path.Combine(photos, "c.png"), "no picture", TestContext.Current.CancellationToken);
        string painted = cli.File("painted");

        Assert.Equal(1, await FolderAsync("--once"));

        Assert.Contains("c.png", cli.Problem, StringComparison.Ordinal);
        string[] names = ["a.png", "a.tif.png", "b.png"];
        Assert.Equal(names, Names(painted));
        DateTime[] times = [.. names.Select(name => File.GetLastWriteTimeUtc(Path.Combine(painted, name)))];
        File.Delete(Path.Combine(photos, "c.png"));

        Assert.Equal(0, await FolderAsync("--once"));

        Assert.Contains("3 painted before", cli.Problem, StringComparison.Ordinal);
        Assert.Equal(times, names.Select(name => File.GetLastWriteTimeUtc(Path.Combine(painted, name))));
        Assert.Equal(0, await FolderAsync("--once", "--force"));
        Assert.Equal(names, Names(painted));

        Task<int> FolderAsync(params string[] words) =>
            LiveAsync(cli, ["--frames", photos, "-o", painted, "--size", "32", .. words]);
    }

    [Fact]
    public async Task Live_keeps_pictures_of_one_name_and_two_formats_apart()
    {
        CliRun cli = Run([]);
        string photos = Folder(cli, "a.png");
        PictureWriter.Write(cli.Read("photo.png"), Path.Combine(photos, "a.jpg"));

        Assert.Equal(0, await LiveAsync(cli, "--frames", photos, "-o", cli.File("painted"), "--once", "--size", "32"));

        Assert.Equal(["a.png", "a.png.png"], Names(cli.File("painted")));
    }

    [Fact]
    public async Task Live_watches_a_folder_until_it_is_cancelled_and_leaves_whole_pictures()
    {
        CliRun cli = Run([]);
        string photos = Folder(cli, "a.png"), painted = cli.File("painted");
        Task<int> live = LiveAsync(cli, "--frames", photos, "-o", painted, "--format", "webp", "--size", "32");
        await UntilAsync("a.webp");
        File.Copy(cli.Photo, Path.Combine(photos, "b.png"));
        await UntilAsync("b.webp");
        await cli.Cancellation.CancelAsync();

        Assert.Equal(130, await live);
        Assert.Equal(["a.webp", "b.webp"], Names(painted));
        Assert.Contains("Painted  2 frames", cli.Problem, StringComparison.Ordinal);

        async Task UntilAsync(string name)
        {
            for (int i = 0; i < 600 && !File.Exists(Path.Combine(painted, name)) && !live.IsCompleted; i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.False(live.IsCompleted, cli.Problem);
        }
    }

    [Theory]
    [InlineData("--frames missing", "--frames: expected a folder of pictures, got 'missing'.")]
    [InlineData("--once", "--once has no effect without --frames DIR.")]
    [InlineData("--frames HERE --once --all", "--all has no effect with --once, which paints all pictures.")]
    [InlineData("--frames HERE -o HERE", "whose pictures are painted.")]
    [InlineData("--frames HERE -o HERE/photo.png", "expected a folder, got the file")]
    [InlineData("--format png", "--format has no effect without --output DIR")]
    [InlineData("-o out --format gif", "--format: expected")]
    [InlineData("--force", "--force has no effect without --output DIR.")]
    [InlineData("-", "Standard input has the frames")]
    public async Task Live_refuses_what_makes_no_sense(string words, string sentence)
    {
        CliRun cli = Run(Frame(8, 8, 1));

        int code = await LiveAsync(cli, words.Replace("HERE", cli.Folder, StringComparison.Ordinal).Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(sentence, cli.Problem, StringComparison.Ordinal);
        Assert.Empty(cli.Binary.ToArray());
    }

    private CliRun Run(byte[] input)
    {
        var cli = new CliRun { Input = input };
        _runs.Add(cli);
        return cli;
    }

    private static Task<int> LiveAsync(CliRun cli, params string[] words) =>
        cli.RunAsync(["live", cli.Waves, "--threads", "1", .. words]);

    private static string Folder(CliRun cli, params string[] names)
    {
        string folder = cli.File("photos");
        Directory.CreateDirectory(folder);
        foreach (string name in names)
            File.Copy(cli.Photo, Path.Combine(folder, name));
        return folder;
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static byte[] Frame(int width, int height, byte grey)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(grey + (i % 50));
        return [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. pixels];
    }

    // Of the pictures of a stream, which must end with the last of them.
    private static List<(int Width, int Height)> Sizes(byte[] stream)
    {
        List<(int, int)> sizes = [];
        for (int at = 0; at < stream.Length;)
        {
            string[] head = Encoding.ASCII.GetString(stream, at, Math.Min(20, stream.Length - at)).Split('\n');
            int[] size = [.. head[1].Split(' ').Select(int.Parse)];
            sizes.Add((size[0], size[1]));
            at += head[..3].Sum(line => line.Length + 1) + (3 * size[0] * size[1]);
            Assert.True(at <= stream.Length, "The stream ends within a picture.");
        }

        return sizes;
    }
}
