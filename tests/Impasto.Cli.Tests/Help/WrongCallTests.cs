namespace Impasto.Cli.Tests.Help;

/// <summary>
/// Invalid calls: exit code 2 and one sentence that says what was expected and what the call had. No work begins.
/// </summary>
public sealed class WrongCallTests
{
    private const string Commands = "stylize, texture, reconstruct, glance, live, video, flow, batch, sweep, blend, "
        + "resume, replay, explain, plan, info, export, presets, weights, studio, worker, mcp, learn, distill, "
        + "completion";

    private const string Endings =
        "expected a name that ends in .png, .jpg, .jpeg, .jfif, .jpe, .webp, .tif, .tiff, got";

    [Theory]
    [InlineData("", $"Expected a command: {Commands}. See impasto --help.")]
    [InlineData("stilize a b", "Unknown command 'stilize': did you mean impasto stylize? See impasto --help.")]
    [InlineData("stylise a b", "Unknown command 'stylise': did you mean impasto stylize? See impasto --help.")]
    [InlineData("paint a b", $"Unknown command 'paint': expected {Commands}. See impasto --help.")]
    [InlineData("help", "Unknown command 'help': did you mean impasto --help? See impasto --help.")]
    [InlineData("help stylize", "did you mean impasto stylize --help?")]
    [InlineData(
        "stylize a b --steps 10 20",
        "Unexpected number '20': several numbers of one option are joined by commas, as in --steps 10,20. "
            + "See impasto stylize --help.")]
    [InlineData(
        "batch --content a --style b -o c --steps 10 20",
        "Unexpected number '20': several numbers of one option are joined by commas, as in --steps 10,20. "
            + "See impasto batch --help.")]
    [InlineData("stylize a b --tolerance 0,5", "--tolerance: expected 0 to 1 with a decimal point, got '0,5'.")]
    [InlineData("stylize a b=0,5", "The style 'b=0,5' has a weight with a comma: write 0.5.")]
    [InlineData(
        "stylize a b --lr 1",
        "Unknown option '--lr': did you mean --learning-rate? See impasto stylize --help.")]
    [InlineData(
        "stylize a b -num_iterations 9",
        "Unknown option '-num_iterations': did you mean --steps? See impasto stylize --help.")]
    [InlineData(
        "stylize a b --gpu 0",
        "Unknown option '--gpu': did you mean --device cuda? See impasto stylize --help.")]
    [InlineData(
        "stylize a b --style_weight 9",
        "Unknown option '--style_weight': did you mean --style-weight? See impasto stylize --help.")]
    [InlineData(
        "stylize a b -o d/",
        "--output: expected a file, got the folder 'd/': name a file in it, such as d/a_b.png.")]
    [InlineData("stylize a b --seed 7", "--seed has no effect without init noise or varied.")]
    [InlineData(
        "stylize a b --content-weight 0 --content-layers conv1_1",
        "--content-layers has no effect with content-weight 0.")]
    [InlineData(
        "stylize a b --min-size 0 --scale-factor 2",
        "--scale-factor has no effect with min-size 0, which has one scale.")]
    [InlineData(
        "glance a b --decoder d --steps 3",
        "Unknown option '--steps'. See impasto glance --help.")]
    [InlineData("glance a b --decoder d --strength 101", "--strength: expected 0 to 100, got '101'.")]
    [InlineData(
        "glance a b --decoder d --style-size 9999999",
        "--style-size: expected 1 to 100000, or same, got 9999999.")]
    [InlineData(
        "glance a b --decoder d --color-method histogram",
        "--color-method has no effect without color match.")]
    [InlineData("glance - - --decoder d -o c.png", "Standard input (-) can be read only once.")]
    [InlineData("glance a b --decoder d --held", "--held has no effect without a learned style.")]
    [InlineData("glance a b --feather 3", "--feather has no effect without --region.")]
    [InlineData(
        "glance a b c --style-region 0,0,9,9", "--style-region: expected one style, got 2.")]
    [InlineData("stylize a b --preset glance --steps 9", "Unknown option '--steps'. See impasto glance --help.")]
    [InlineData("stylize a b --preset=glance --strength 101", "--strength: expected 0 to 100, got '101'.")]
    [InlineData(
        "batch --content a --style b -o c --preset glance",
        "The preset glance paints in one pass, without a recipe of steps: expected impasto glance")]
    [InlineData("live", "Expected <style>, got nothing. See impasto live --help.")]
    [InlineData("live a --once", "--once has no effect without --frames DIR.")]
    [InlineData("live a --frames no-folder", "--frames: expected a folder of pictures, got 'no-folder'.")]
    [InlineData("live a -o b --format bmp", "--format: expected")]
    [InlineData("live a --strength 101", "--strength: expected 0 to 100, got '101'.")]
    [InlineData("live -", "Standard input has the frames: expected a painting's file or address, got '-'.")]
    [InlineData("learn", "Expected <painting>, got nothing. See impasto learn --help.")]
    [InlineData("learn a --decoder d --minutes 0", "minutes: expected a number above 0, got 0.")]
    [InlineData("learn a --decoder d --minutes 0,5", "--minutes: expected a number above 0, got '0,5'.")]
    [InlineData("learn a --decoder d --style-size 9", "--style-size: expected 64 to 2048, got '9'.")]
    [InlineData(
        "learn a --decoder d -o b --checkpoint b",
        "--output and --checkpoint: expected different files, got 'b' for both.")]
    [InlineData("learn a --decoder d -o d/", "--output: expected a file, got the folder 'd/'")]
    [InlineData("learn a b --decoder d", "Unexpected word 'b': impasto learn takes <painting>.")]
    [InlineData("export", "Expected <style>, got nothing. See impasto export --help.")]
    [InlineData("export a.style -o b.pt", "--output: expected a name that ends in .onnx")]
    [InlineData("studio --cors *", "--cors: expected an origin such as https://app.example, got '*'.")]
    [InlineData("studio --cors https://a.example/b", "--cors: expected an origin such as https://app.example")]
    [InlineData("studio --proxy studio.example", "--proxy: expected an address such as 127.0.0.1 or a network such as")]
    [InlineData("studio --certificate-key a.key", "--certificate-key has no effect without --certificate.")]
    [InlineData("studio --certificate", "--certificate: expected a value, got nothing. See impasto studio --help.")]
    [InlineData("studio token", "Unknown command 'token': did you mean impasto studio tokens?")]
    [InlineData("studio --port x", "--port: expected 0 to 65535, got 'x'. See impasto studio --help.")]
    [InlineData("studio tokens", "Expected a command: add, list, revoke. See impasto studio tokens --help.")]
    [InlineData("studio tokens add", "Expected <name>, got nothing. See impasto studio tokens add --help.")]
    [InlineData("--foo", "Unknown option '--foo'. See impasto --help.")]
    [InlineData("weights", "Expected a command: install, list, verify, remove. See impasto weights --help.")]
    [InlineData(
        "weights instal",
        "Unknown command 'instal': did you mean impasto weights install? See impasto weights --help.")]
    [InlineData("weights install", "Expected <name>, got nothing. See impasto weights install --help.")]
    [InlineData("weights install vgg18", "'vgg18'")]
    [InlineData("stylize", "Expected <content> and <style>, got nothing. See impasto stylize --help.")]
    [InlineData("stylize a", "Expected <style>, got nothing. See impasto stylize --help.")]
    [InlineData("stylize a b --foo 3", "Unknown option '--foo'. See impasto stylize --help.")]
    [InlineData(
        "stylize a b --sytle-weight 3",
        "Unknown option '--sytle-weight': did you mean --style-weight? See impasto stylize --help.")]
    [InlineData("stylize a b --stepz=3", "Unknown option '--stepz': did you mean --steps? See impasto stylize --help.")]
    [InlineData("stylize a b -x", "Unknown option '-x'. See impasto stylize --help.")]
    [InlineData("stylize a b --size", "--size: expected a value, got nothing. See impasto stylize --help.")]
    [InlineData("stylize a b --seed 1 --seed 2", "--seed: expected once, got 2 times. See impasto stylize --help.")]
    [InlineData(
        "stylize a b --preset coarse",
        "--preset: expected fine, draft, print, notebook, neural-style, crowsonkb, got 'coarse'.")]
    [InlineData(
        "stylize a b --normalization pink",
        "--normalization: expected torchvision, caffe, caffe-rgb, unit, got 'pink'.")]
    [InlineData("stylize a b --device gpu", "--device: expected auto, cpu, cuda, cuda:N, mps or torch, got 'gpu'.")]
    [InlineData(
        "stylize a b --device cuda:x",
        "--device: expected auto, cpu, cuda, cuda:N, mps or torch, got 'cuda:x'.")]
    [InlineData("stylize a b --threads -1", "--threads: expected 0 to 1024, got '-1'. See impasto stylize --help.")]
    [InlineData("stylize a b --threads many", "--threads: expected 0 to 1024, got 'many'. See impasto stylize --help.")]
    [InlineData("stylize a b --every 0", "--every: expected 1 or more, got '0'. See impasto stylize --help.")]
    [InlineData(
        "stylize a b --every 99999999999",
        "--every: expected 1 or more, got '99999999999'. See impasto stylize --help.")]
    [InlineData("stylize a b --frames d", "--frames needs --every N, the steps from one frame to the next.")]
    [InlineData("stylize a b --depth 12", "--depth: expected 8 or 16, got '12'. See impasto stylize --help.")]
    [InlineData("stylize a b --quality 101", "--quality: expected 1 to 100, got '101'. See impasto stylize --help.")]
    [InlineData(
        "stylize a b --max-pixels 0",
        "--max-pixels: expected 1 to 500000000, got '0'. See impasto stylize --help.")]
    [InlineData("stylize a b --quiet --verbose", "Expected --quiet or --verbose, got both.")]
    [InlineData("stylize a b=0", "The style 'b=0' has the weight 0: expected a number above 0.")]
    [InlineData("stylize a b=-2", "The style 'b=-2' has the weight -2: expected a number above 0.")]
    [InlineData("stylize a b=1e999", "The style 'b=1e999' has the weight 1e999: expected a number above 0.")]
    [InlineData("stylize - -", "Standard input (-) can be read only once.")]
    [InlineData("stylize a b -o x.gif", $"'x.gif' can't be written: {Endings} '.gif'.")]
    [InlineData("stylize a b -o x", $"'x' can't be written: {Endings} no ending.")]
    [InlineData(
        "stylize a b -o x.jpg --depth 16",
        "'x.jpg' can't be written: JPEG has no 16 bits a channel; use .png or .tif.")]
    [InlineData("stylize a b --figure x.txt", $"'x.txt' can't be written: {Endings} '.txt'.")]
    [InlineData(
        "stylize a b -o x.png --figure ./x.png",
        "--output and --figure: expected different files, got 'x.png' for both.")]
    [InlineData(
        "stylize a b -o x.png --trace x.png",
        "--output and --trace: expected different files, got 'x.png' for both.")]
    [InlineData(
        "stylize a b --content-weight 0 --style-weight 0",
        "Nothing to optimise: the weights of content and style, or of all their layers, are 0.")]
    [InlineData("info", "Expected <file>, got nothing. See impasto info --help.")]
    [InlineData("info a b", "Unexpected word 'b': impasto info takes <file>. See impasto info --help.")]
    [InlineData(
        "info a.pth --normalization pink",
        "--normalization: expected torchvision, caffe, caffe-rgb, unit, got 'pink'.")]
    [InlineData(
        "presets coarse",
        "Unknown preset 'coarse': expected fine, draft, print, notebook, neural-style, crowsonkb.")]
    [InlineData("presets --foo", "Unknown option '--foo'. See impasto presets --help.")]
    [InlineData("completion tcsh", "Unknown shell 'tcsh': expected bash, zsh, fish, pwsh.")]
    [InlineData("explain a", "Expected <style>, got nothing. See impasto explain --help.")]
    [InlineData("explain a b c", "Unexpected word 'c': impasto explain takes <content> and <style>.")]
    [InlineData("explain a b --channels 0", "--channels: expected 1 to 64, got '0'. See impasto explain --help.")]
    [InlineData("explain a b -o ", "--output: expected a value, got nothing. See impasto explain --help.")]
    [InlineData("explain - -", "Standard input (-) can be read only once.")]
    [InlineData("explain a b --network c.pth --seed 7", "--seed has no effect without init noise or varied.")]
    [InlineData("replay", "Expected <picture>, got nothing. See impasto replay --help.")]
    [InlineData("replay a.png --foo 99", "Unknown option '--foo'. See impasto replay --help.")]
    public async Task Run_wrong_call_gives_2_and_one_sentence(string words, string sentence)
    {
        using var cli = new CliRun();

        int code = await cli.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains(sentence, cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", cli.Problem, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.Equal("", cli.Out.Output + cli.Data);
    }

    public static TheoryData<string, string, string> WrongValues => new(
        from option in StylizeOptionCatalog.All
        from value in Wrong(option.Name)
        select (option.Name, value, option.Name == "init" ? "" : option.Range));

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task Run_value_out_of_range_names_option_range_and_value(string name, string value, string range)
    {
        using var cli = new CliRun();

        StylizeOption option = StylizeOptionCatalog.Find(name);
        string optimizer = OptimizerOptions.All
            .First(known => option.Read(new StylizeOptions { Optimizer = known }) is not null).Name;
        string[] beside = name == "optimizer" ? [] : ["--optimizer", optimizer];
        int code = await cli.RunAsync(["stylize", "a", "b", $"--{name}", value, .. beside]);

        Assert.Equal(2, code);
        Assert.StartsWith($"--{name}: ", cli.Problem, StringComparison.Ordinal);
        Assert.Contains(value.Split(',')[^1].Split('=')[^1], cli.Problem, StringComparison.Ordinal);
        if (!name.EndsWith("-layers", StringComparison.Ordinal))
            Assert.Contains(range, cli.Problem, StringComparison.Ordinal);
        Assert.EndsWith(".", cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--beta1 0.5", "--beta1: has no effect without optimizer adam.")]
    [InlineData("--history 5 --optimizer adam", "--history: has no effect without optimizer lbfgs.")]
    [InlineData("--feather 5", "--feather has no effect without --region.")]
    [InlineData("--color-method pca", "--color-method has no effect without color match.")]
    [InlineData("--init-noise 0.5", "--init-noise has no effect without init noise.")]
    [InlineData(
        "--range-weight 5 --convention notebook",
        "--range-weight has no effect with convention notebook, whose pixels are not RGB.")]
    public async Task Run_option_without_effect_is_a_wrong_call(string words, string sentence)
    {
        using var cli = new CliRun();

        Assert.Equal(2, await cli.RunAsync(["stylize", "a", "b", .. words.Split(' ')]));
        Assert.Equal(sentence, cli.Problem);
    }

    // Numbers: below, above, no number, not finite. Words: another word.
    private static string[] Wrong(string name) => name switch
    {
        "size" or "style-size" => ["0", "-1", "100001", "big", "1.5", "99999999999"],
        "min-size" => ["-1", "100001", "big"],
        "scale-factor" => ["1", "4.1", "big", "NaN"],
        "steps" => ["-1", "1000001", "10,-1", "many", "1.5"],
        "content-weight" or "style-weight" or "tv-weight" or "range-weight" =>
            ["-1", "1e13", "heavy", "NaN", "Infinity", "1,5"],
        "photo-share" or "match-variety" or "match-detail" => ["-0.1", "1.1", "some", "NaN"],
        "split-steps" => ["-1", "1000001", "1.5", "many"],
        "strength" => ["-1", "100.1", "much", "NaN"],
        "style-scale" => ["0.05", "10.1", "big", "NaN"],
        "feather" => ["-0.1", "20.1", "soft", "NaN"],
        "init-noise" => ["-0.1", "1001", "loud"],
        "seed" => ["2147483648", "-2147483649", "lucky", "1.5"],
        "learning-rate" => ["0", "-1", "1e7", "fast"],
        "coarse-gain" => ["-0.1", "2.1", "x", "NaN"],
        "beta1" or "beta2" or "average" => ["-0.1", "1", "x"],
        "tolerance" => ["-0.1", "1.1", "x", "NaN"],
        "history" => ["0", "1001", "x"],
        "content-layers" or "match-layers" or "style-layers" => ["conv9_9", "conv1_1=-1", "conv1_1=x", "conv1_1=NaN"],
        "init" => [],
        _ => ["nonsense", "1"],
    };
}
