using System.Diagnostics;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Queue;

/// <summary>Many pictures by one call.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Batch_of_20_with_3_bad_files_makes_17_and_reports_3()
    {
        string photos = Directory.CreateDirectory(_cli.File("photos")).FullName;
        for (int i = 0; i < 17; i++)
            File.Copy(_cli.Photo, Path.Combine(photos, $"good{i:00}.png"));
        byte[] whole = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(photos, "cut.png"), whole[..(whole.Length / 2)], Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(photos, "empty.jpg"), [], Cancellation);
        await File.WriteAllTextAsync(Path.Combine(photos, "text.jpg"), "not a picture at all", Cancellation);

        Assert.Equal(1, await BatchAsync("--content", photos, "--style", _cli.Waves));

        Assert.Equal(17, Directory.GetFiles(_cli.File("out"), "good*_waves.png").Length);
        Assert.Contains(
            $"Made     17 pictures, 0 existed, 3 failed, in {_cli.File("out")}",
            _cli.Out.Output,
            StringComparison.Ordinal);
        const string Unknown = "can't be read: its format is unknown here, or its header is damaged; "
            + "supported are PNG, JPEG, WebP, TIFF, GIF, AVIF, BMP, PPM, SVG.";
        Assert.Equal(
            [
                $"cut_waves.png: '{Path.Combine(photos, "cut.png")}' can't be read: it is damaged or cut off.",
                $"empty_waves.png: '{Path.Combine(photos, "empty.jpg")}' can't be read: it is empty.",
                $"text_waves.png: '{Path.Combine(photos, "text.jpg")}' {Unknown}",
            ],
            _cli.Error.Lines.Where(line => line.Length > 0));

        // With good files, the second call makes the missing pictures only.
        foreach (string bad in (string[])["cut.png", "empty.jpg", "text.jpg"])
            File.Copy(_cli.Photo, Path.Combine(photos, bad), overwrite: true);
        Assert.Equal(0, await BatchAsync("--content", photos, "--style", _cli.Waves));
        Assert.Contains("Made     3 pictures, 17 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_pictures_are_those_of_stylize_with_one_job_or_several()
    {
        string[] pictures = [_cli.Waves, _cli.Checks], recipe = ["--size", "40", "--steps", "3"];
        foreach (string style in pictures)
        {
            string output = _cli.File($"{Path.GetFileName(style)}.one.png");
            Assert.Equal(
                0,
                await _cli.RunAsync(
                    ["stylize", _cli.Photo, style, "--network", "compact", .. recipe, "-o", output]));
        }

        string[] batch = ["--content", _cli.Photo, "--style", .. pictures, .. recipe, "--threads", "1"];
        Assert.Equal(0, await BatchAsync([.. batch, "--jobs", "2"]));
        Assert.Equal(0, await BatchAsync([.. batch, "--force"]));

        foreach (string style in pictures)
        {
            Assert.Equal(
                _cli.Read($"{Path.GetFileName(style)}.one.png").Pixels,
                _cli.Read($"out/photo_{Path.GetFileName(style)}").Pixels);
        }

        // Each painting was measured once: one file for its one scale.
        Assert.Equal(2, Directory.GetFiles(_cli.File("home/styles")).Length);
    }

    [Fact]
    public async Task Batch_with_a_region_stretches_its_mask_over_every_photograph()
    {
        string left = _cli.Draw("left.png", (x, _, _) => x < 24 ? 1 : 0);
        string tall = _cli.Draw("tall.png", (x, y, c) => (x + y + c) % 20 / 20f, width: 30, height: 44);

        Assert.Equal(0, await BatchAsync([
            "--content", _cli.Photo, tall, "--style", _cli.Waves, "--region", $"{left}=keep", "--feather", "0",
            "--size", "original", "--min-size", "0", "--steps", "2", "--depth", "16"]));

        AssertLeftIsKept(_cli.Read("photo.png"), _cli.Read("out/photo_waves.png"));
        AssertLeftIsKept(_cli.Read("tall.png"), _cli.Read("out/tall_waves.png"));
    }

    private static void AssertLeftIsKept(Picture photo, Picture result)
    {
        int kept = 0, changed = 0;
        for (int i = 0; i < photo.Pixels.Length; i++)
        {
            bool same = Math.Abs(photo.Pixels[i] - result.Pixels[i]) < 1e-4;
            // The two columns beside the edge belong to both.
            if (i % photo.Width < (photo.Width / 2) - 2)
                Assert.True(same, $"Value {i} in the left half differs.");
            else if (same)
                kept++;
            else
                changed++;
        }

        Assert.True(changed > kept, $"{changed} changed, {kept} not");
    }

    [Fact]
    public async Task Batch_without_the_cache_stores_nothing_of_the_paintings()
    {
        Assert.Equal(0, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, "--no-style-cache"));

        Assert.False(Directory.Exists(_cli.File("home/styles")));
    }

    [Fact]
    public async Task Batch_with_other_options_replaces_nothing_without_force()
    {
        Assert.Equal(0, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves));
        byte[] first = await File.ReadAllBytesAsync(_cli.File("out/photo_waves.png"), Cancellation);

        Assert.Equal(1, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, "--strength", "90"));
        Assert.Contains(
            "exists already: choose another name, or replace it with --force.", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllBytesAsync(_cli.File("out/photo_waves.png"), Cancellation));

        Assert.Equal(0, await BatchAsync(
            "--content", _cli.Photo, "--style", _cli.Waves, "--strength", "90", "--force"));
        Assert.NotEqual(first, await File.ReadAllBytesAsync(_cli.File("out/photo_waves.png"), Cancellation));
    }

    [Theory]
    [InlineData("pairs.csv", "content,style\nphoto.png,waves.png\n\"photo.png\",checks.png\n")]
    [InlineData("pairs.json", "[[\"photo.png\",\"waves.png\"],{\"content\":\"photo.png\",\"style\":\"checks.png\"}]")]
    public async Task Batch_of_a_list_makes_its_pairs(string name, string text)
    {
        await File.WriteAllTextAsync(_cli.File(name), text, Cancellation);

        Assert.Equal(0, await BatchAsync("--list", _cli.File(name)));

        Assert.Equal(
            ["impasto.jsonl", "photo_checks.png", "photo_waves.png"],
            Directory.GetFiles(_cli.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("pairs.csv", "photo.png\n")]
    [InlineData("pairs.csv", "\"photo.png,waves.png\n")]
    [InlineData("pairs.json", "{\"a\":1}")]
    [InlineData("pairs.json", "[[\"photo.png\"]]")]
    [InlineData("pairs.json", "[")]
    public async Task Batch_of_a_damaged_list_fails_with_one_sentence(string name, string text)
    {
        await File.WriteAllTextAsync(_cli.File(name), text, Cancellation);

        Assert.Equal(1, await BatchAsync("--list", _cli.File(name)));

        Assert.Equal(
            $"The list '{_cli.File(name)}' can't be used: expected lines content,style, or JSON as "
            + "[[\"content\", \"style\"]].",
            _cli.Problem);
    }

    [Fact]
    public async Task Batch_without_pictures_fails_with_one_sentence()
    {
        Assert.Equal(2, await BatchAsync("--content", _cli.Photo));
        Assert.EndsWith("Expected --content and --style, or --list.", _cli.Problem, StringComparison.Ordinal);

        Assert.Equal(1, await BatchAsync("--content", _cli.File("*.xyz"), "--style", _cli.Waves));
        Assert.EndsWith(
            $"--content '{_cli.File("*.xyz")}': no picture was found.", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_feather_without_region_is_a_wrong_call()
    {
        Assert.Equal(2, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, "--feather", "5"));

        Assert.Equal("--feather has no effect without --region.", _cli.Problem);
        Assert.False(Directory.Exists(_cli.File("out")));
    }

    [Fact]
    public async Task Batch_killed_continues_with_the_unfinished_picture()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test kills processes as on Linux.");
        string[] words =
        [
            "batch", "--content", _cli.Photo, "--style", _cli.Waves, _cli.Checks, "--network", "compact",
            "--size", "32", "--steps", "60", "--threads", "1",
        ];
        Assert.Equal(0, await _cli.RunAsync([.. words, "-o", _cli.File("whole")]));
        string dll = Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll");
        var start = new ProcessStartInfo(
            "dotnet", [dll, .. words, "-o", _cli.File("out"), "--checkpoint-every", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["IMPASTO_HOME"] = _cli.File("home");
        using (Process program = Process.Start(start)!)
        {
            while (!program.HasExited && !HasCheckpoint())
                await Task.Delay(5, Cancellation);
            Assert.False(program.HasExited);
            program.Kill();
            await program.WaitForExitAsync(Cancellation);
        }

        Assert.Equal(0, await _cli.RunAsync([.. words, "-o", _cli.File("out")]));

        foreach (string name in (string[])["photo_waves.png", "photo_checks.png"])
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(_cli.File($"whole/{name}"), Cancellation),
                await File.ReadAllBytesAsync(_cli.File($"out/{name}"), Cancellation));
        }

        Assert.Empty(Directory.GetFiles(_cli.File("out"), ".*"));

        bool HasCheckpoint() => Directory.Exists(_cli.File("out"))
            && Directory.GetFiles(_cli.File("out"), ".*.checkpoint").Length > 0;
    }

    [Fact]
    public async Task Batch_result_beyond_max_pixels_is_refused_as_by_stylize()
    {
        string[] limit = ["--size", "200", "--max-pixels", "10000", "--steps", "1000000"];
        Assert.Equal(1, await _cli.StylizeAsync(limit));
        string sentence = _cli.Problem;

        Assert.Equal(1, await BatchAsync(["--content", _cli.Photo, "--style", _cli.Waves, .. limit]));

        Assert.EndsWith($"photo_waves.png: {sentence}", _cli.Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cli.File("out")));
    }

    [Fact]
    public async Task Batch_result_that_the_format_can_not_hold_is_refused_before_it_is_computed()
    {
        string wide = _cli.Draw("wide.png", (x, _, _) => x % 2, width: 16_500, height: 32);

        int code = await BatchAsync(
            "--content", wide, "--style", _cli.Waves, "--format", "webp", "--size", "original", "--steps", "1000000");

        Assert.Equal(1, code);
        Assert.Contains("16500 x 32", _cli.Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cli.File("out")));
    }

    [Fact]
    public async Task Batch_cancelled_reports_how_many_are_left()
    {
        await _cli.Cancellation.CancelAsync();

        Assert.Equal(130, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, _cli.Checks));

        Assert.Equal("Cancelled with 2 of 2 pictures left: the same call makes the rest.", _cli.Problem);
    }

    private Task<int> BatchAsync(params string[] words)
    {
        string[] quick = words.Contains("--size") ? [] : ["--size", "32", "--steps", "1", "--threads", "1"];
        return _cli.RunAsync(["batch", .. words, "--network", "compact", "-o", _cli.File("out"), .. quick]);
    }
}
