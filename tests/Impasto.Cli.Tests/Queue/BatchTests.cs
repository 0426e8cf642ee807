using System.Diagnostics;
using System.Text.RegularExpressions;
using Impasto.Imaging;
using Impasto.Tests;

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

        Assert.Equal(17, Directory.GetFiles(_cli.File("out"), "good*_waves-*.png").Length);
        Assert.Contains(
            $"Made     17 pictures, 0 existed, 3 failed, in {_cli.File("out")}",
            _cli.Out.Output,
            StringComparison.Ordinal);
        const string Unknown = "can't be read: its format is unknown here, or its header is damaged; "
            + "supported are PNG, JPEG, WebP, TIFF, GIF, AVIF, BMP, PPM, SVG.";
        Assert.Equal(
            [
                $"cut_waves-NAME.png: '{Path.Combine(photos, "cut.png")}' can't be read: it is damaged or cut off.",
                $"empty_waves-NAME.png: '{Path.Combine(photos, "empty.jpg")}' can't be read: it is empty.",
                $"text_waves-NAME.png: '{Path.Combine(photos, "text.jpg")}' {Unknown}",
            ],
            _cli.Error.Lines.Where(line => line.Length > 0).Select(Nameless));

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
                _cli.Read(Out($"photo_{Path.GetFileNameWithoutExtension(style)}")).Pixels);
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

        AssertLeftIsKept(_cli.Read("photo.png"), _cli.Read(Out("photo_waves")));
        AssertLeftIsKept(_cli.Read("tall.png"), _cli.Read(Out("tall_waves")));
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
    public async Task Batch_reads_a_pipe_once_for_all_of_its_pictures()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        await _cli.MakePipeAsync("pipe");
        Task feeding = Task.Run(() => File.WriteAllBytes(_cli.File("pipe"), photo), Cancellation);

        Assert.Equal(0, await BatchAsync(
            "--content", _cli.Photo, _cli.File("pipe"), "--style", _cli.Waves, _cli.Checks));

        await feeding;
        Assert.Equal("", _cli.Problem);
        foreach (string style in (string[])["waves", "checks"])
        {
            Assert.Equal(
                _cli.Read(Out($"photo_{style}")).Pixels, _cli.Read(Out($"pipe_{style}")).Pixels);
        }
    }

    [Fact]
    public async Task Batch_of_standard_input_knows_its_content()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        using var first = new CliRun { Input = photo };
        using var second = new CliRun { Input = await File.ReadAllBytesAsync(_cli.Checks, Cancellation) };
        string[] call =
        [
            "batch", "--content", "-", "--style", _cli.Waves, _cli.Checks, "--network", "compact", "-o",
            _cli.File("out"), "--size", "32", "--steps", "1", "--threads", "1",
        ];

        Assert.Equal((0, ""), (await first.RunAsync(call), first.Problem));
        Assert.Contains("Made     2 pictures", first.Out.Output, StringComparison.Ordinal);
        Assert.Equal(0, await first.RunAsync(call));
        Assert.Contains("Made     0 pictures, 2 existed", first.Out.Output, StringComparison.Ordinal);
        // Another photograph under the same name is another picture.
        Assert.Equal(1, await second.RunAsync(call));
        Assert.Contains("exists already", second.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_sees_that_the_file_of_a_page_has_changed()
    {
        string[] call = ["--content", $"{_cli.DrawPages("a.tif", 0.25f, 0.75f)}#page=2", "--style", _cli.Waves];
        Assert.Equal(0, await BatchAsync(call));
        Assert.Equal(0, await BatchAsync(call));
        Assert.Contains("Made     0 pictures, 1 existed", _cli.Out.Output, StringComparison.Ordinal);

        _cli.DrawPages("a.tif", 0.25f, 0.5f);

        Assert.Equal(1, await BatchAsync(call));
        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_with_other_options_replaces_nothing_without_force()
    {
        Assert.Equal(0, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves));
        byte[] first = await File.ReadAllBytesAsync(_cli.File(Out("photo_waves")), Cancellation);

        Assert.Equal(1, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, "--strength", "90"));
        Assert.Contains(
            "exists already: choose another name, or replace it with --force.", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllBytesAsync(_cli.File(Out("photo_waves")), Cancellation));

        Assert.Equal(0, await BatchAsync(
            "--content", _cli.Photo, "--style", _cli.Waves, "--strength", "90", "--force"));
        Assert.NotEqual(first, await File.ReadAllBytesAsync(_cli.File(Out("photo_waves")), Cancellation));
    }

    [Theory]
    [InlineData("pairs.csv", "content,style\nphoto.png,waves.png\n\"photo.png\",checks.png\n")]
    [InlineData("pairs.json", "[[\"photo.png\",\"waves.png\"],{\"content\":\"photo.png\",\"style\":\"checks.png\"}]")]
    public async Task Batch_of_a_list_makes_its_pairs(string name, string text)
    {
        await File.WriteAllTextAsync(_cli.File(name), text, Cancellation);

        Assert.Equal(0, await BatchAsync("--list", _cli.File(name)));

        Assert.Equal(
            ["impasto.jsonl", "photo_checks-NAME.png", "photo_waves-NAME.png"],
            Directory.GetFiles(_cli.File("out")).Select(path => Nameless(Path.GetFileName(path))).Order());
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[")]
    public async Task Batch_of_a_damaged_list_fails_with_one_sentence(string text)
    {
        await File.WriteAllTextAsync(_cli.File("pairs.json"), text, Cancellation);

        Assert.Equal(1, await BatchAsync("--list", _cli.File("pairs.json")));

        Assert.Equal(
            $"The list '{_cli.File("pairs.json")}' can't be used: expected lines content,style, or JSON as "
            + "[[\"content\", \"style\"]].",
            _cli.Problem);
    }

    [Fact]
    public async Task Batch_names_depend_on_the_pair_only()
    {
        string photos = Directory.CreateDirectory(_cli.File("photos")).FullName;
        string other = Directory.CreateDirectory(_cli.File("other")).FullName;
        foreach (string name in (string[])["photos/a.jpg", "photos/a.tif", "photos/a_b.png", "other/a.jpg"])
            Copy(_cli.Photo, name);
        Copy(_cli.Waves, "c.png");
        Copy(_cli.Waves, "b_c.png");
        string[] styles = ["--style", _cli.File("c.png"), _cli.File("b_c.png")];
        await BatchAsync(["--content", photos, .. styles]);
        string[] first = Names();

        Copy(_cli.Photo, "photos/a.gif");
        await BatchAsync(["--content", photos, other, .. styles]);

        // 3 photographs and 2 paintings, then 5 photographs: a name of the first call names the same pair.
        Assert.Equal((6, 10), (first.Length, Names().Length));
        Assert.Subset(Names().ToHashSet(), first.ToHashSet());
        Assert.Contains("Made     4 pictures, 6 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);

        await BatchAsync(["--content", other, .. styles, "--force"]);
        Assert.Equal(10, Names().Length);

        string[] Names() => [.. Directory.GetFiles(_cli.File("out"), "*.png").Select(path => Path.GetFileName(path))];
    }

    [Fact]
    public async Task Batch_into_the_folder_of_the_photographs_paints_no_result_again()
    {
        string photos = Directory.CreateDirectory(_cli.File("out")).FullName;
        Copy(_cli.Photo, "out/a.png");
        Assert.Equal(0, await BatchAsync("--content", photos, "--style", _cli.Waves));

        Assert.Equal(0, await BatchAsync("--content", Path.Combine(photos, "*.png"), "--style", _cli.Waves));

        Assert.Contains("Made     0 pictures, 1 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(photos, "*.png").Length);
    }

    [Fact]
    public async Task Batch_of_a_folder_counts_what_can_be_read()
    {
        string photos = Directory.CreateDirectory(_cli.File("photos")).FullName;
        foreach (string name in (string[])["a.jfif", "b.JPG", "._b.JPG", ".hidden.png", "c.heic", "d.cr2", "e.txt"])
            Copy(_cli.Photo, $"photos/{name}");

        Assert.Equal(0, await BatchAsync("--content", photos, "--style", _cli.Waves));
        Assert.Equal(0, await BatchAsync("--content", Path.Combine(photos, "*.*"), "--style", _cli.Waves, "--force"));

        Assert.Contains("Made     2 pictures, 0 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("not read here: 2 of the files, c.heic, d.cr2.", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_says_once_what_was_noticed_about_masks_and_files()
    {
        string mask = _cli.Draw("mask.png", (_, _, _) => 0);
        // A PNG file that says that it is an animation of 5 frames.
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        await File.WriteAllBytesAsync(
            _cli.File("frames.png"), PngFile.With(photo, ("acTL", [0, 0, 0, 5, 0, 0, 0, 0])), Cancellation);

        Assert.Equal(0, await BatchAsync(
            "--content", _cli.Photo, _cli.File("frames.png"), "--style", _cli.Waves, "--region", $"{mask}=keep"));

        string shown = _cli.Out.Output;
        Assert.Equal(2, shown.Split($"Note     The region of '{mask}' has 0 % of the picture").Length);
        Assert.Equal(
            2, shown.Split($"Note     '{_cli.File("frames.png")}' is an animation of 5 frames").Length);
    }

    [Fact]
    public async Task Batch_file_that_exists_wins_over_a_pattern()
    {
        Copy(_cli.Photo, "a*.png");
        Copy(_cli.Photo, "ab.png");

        Assert.Equal(0, await BatchAsync("--content", _cli.File("a*.png"), "--style", _cli.Waves));

        Assert.Single(Directory.GetFiles(_cli.File("out"), "*.png"));
    }

    [Fact]
    public async Task Batch_manifest_that_can_not_be_written_costs_no_picture()
    {
        Directory.CreateDirectory(_cli.File("out/impasto.jsonl"));

        Assert.Equal(1, await BatchAsync("--content", _cli.Photo, "--style", _cli.Waves, _cli.Checks));

        Assert.Contains("Made     2 pictures, 0 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("impasto.jsonl' is incomplete: ", _cli.Problem, StringComparison.Ordinal);
        Assert.Single(_cli.Error.Lines, line => line.Length > 0);
    }

    [Fact]
    public async Task Batch_output_that_is_an_input_is_refused()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        await File.WriteAllTextAsync(
            _cli.File("l.csv"), "content,style,output\nphoto.png,waves.png,photo.png\n", Cancellation);

        int code = await _cli.RunAsync(
            "batch", "--list", _cli.File("l.csv"), "-o", _cli.Folder, "--force", "--network", "compact", "--size",
            "32");

        Assert.Equal(1, code);
        Assert.EndsWith("which is an input.", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(photo, await File.ReadAllBytesAsync(_cli.Photo, Cancellation));
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

        foreach (string path in (string[])[Out("photo_waves"), Out("photo_checks")])
        {
            string name = Path.GetFileName(path);
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

        Assert.EndsWith($"photo_waves-NAME.png: {sentence}", Nameless(_cli.Problem), StringComparison.Ordinal);
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

    private void Copy(string from, string to) => File.Copy(from, _cli.File(to));

    // The path of the only result whose name begins so.
    private string Out(string start) =>
        $"out/{Path.GetFileName(Assert.Single(Directory.GetFiles(_cli.File("out"), $"{start}-*")))}";

    // Names end in eight digits of a hash.
    private static string Nameless(string text) =>
        Regex.Replace(text, "-[0-9a-f]{8}\\.png", "-NAME.png", RegexOptions.None, TimeSpan.FromSeconds(1));

    private Task<int> BatchAsync(params string[] words)
    {
        string[] quick = words.Contains("--size") ? [] : ["--size", "32", "--steps", "1", "--threads", "1"];
        return _cli.RunAsync(["batch", .. words, "--network", "compact", "-o", _cli.File("out"), .. quick]);
    }
}
