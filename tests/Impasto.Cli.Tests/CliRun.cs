using System.Diagnostics;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Tests;
using NetVips;
using Spectre.Console.Testing;

namespace Impasto.Cli.Tests;

/// <summary>Calls the program as a user does, in an empty folder with a small photograph and two styles.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public CliRun()
    {
        Photo = Draw("photo.png", (x, y, c) => (x + (2 * y) + (20 * c)) % 64 / 63f);
        Waves = Draw("waves.png", (x, y, c) => (float)(0.5 + (0.5 * Math.Sin((x * 0.9) + c))));
        Checks = Draw("checks.png", (x, y, c) => ((x / 4) + (y / 4) + c) % 2);
    }

    public string Photo { get; }

    public string Waves { get; }

    public string Checks { get; }

    /// <summary>The folder of all files; it is not the current folder of the program.</summary>
    public string Folder => _folder.Path;

    /// <summary>Standard output, for people.</summary>
    public TestConsole Out { get; } = Console();

    /// <summary>Standard error, for people.</summary>
    public TestConsole Error { get; } = Console();

    /// <summary>Standard output, for programs.</summary>
    public StringWriter Data { get; } = new();

    public byte[] Input { get; init; } = [];

    /// <summary>Standard output, for pictures.</summary>
    public MemoryStream Binary { get; } = new();

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>The text on standard error, without line breaks.</summary>
    public string Problem => Error.Output.ReplaceLineEndings(" ").Trim();

    public string File(string name) => _folder.File(name);

    public string[] Names() => _folder.Names();

    public Task<int> RunAsync(params string[] words) => CommandLine.RunAsync(words, Terminal(), Cancellation.Token);

    /// <summary>Runs a short stylize of the photograph with one style; the words may change its options.</summary>
    public Task<int> StylizeAsync(params string[] words)
    {
        string[] output = words.Contains("-o") ? [] : ["-o", File("result.png")];
        string[] time = words.Contains("--steps") ? [] : ["--steps", "2"];
        string[] size = words.Contains("--size") ? [] : ["--size", "32"];
        string[] quick = ["--network", "compact", "--threads", "1"];
        return RunAsync(["stylize", Photo, Waves, .. quick, .. size, .. time, .. output, .. words]);
    }

    /// <summary>Makes a named pipe in the folder; skips the test where there are none.</summary>
    public async Task MakePipeAsync(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are made with mkfifo.");
        using Process made = Process.Start("mkfifo", File(name));
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes a TIFF of several grey pages of 48 x 40.</summary>
    public string DrawPages(string name, params float[] greys)
    {
        Image[] pages = [.. greys.Select(grey => (Image.Black(48, 40, bands: 3) + (255 * grey)).Cast(
            Enums.BandFormat.Uchar))];
        using Image all = Image.Arrayjoin(pages, across: 1)
            .Mutate(header => header.Set(GValue.GIntType, "page-height", 40));
        all.Tiffsave(File(name));
        return File(name);
    }

    public Picture Read(string name) => new PictureReader().Read(File(name));

    public Terminal Terminal() => new(
        Out,
        Error,
        Data,
        () => new MemoryStream(Input),
        name => name == "IMPASTO_HOME" ? File("home") : null,
        TimeProvider.System,
        ProcessMemory.Begin())
    {
        Binary = () => Binary,
    };

    /// <summary>Writes a picture from its values, and replaces an existing one.</summary>
    public string Draw(string name, Func<int, int, int, float> value, int width = 48, int height = 40)
    {
        float[] pixels =
        [
            .. from c in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               select value(x, y, c),
        ];
        var picture = new Picture(width, height, pixels);
        PictureWriter.Write(picture, File(name), new PictureWriteOptions { Overwrite = true });
        return File(name);
    }

    /// <summary>Writes an animation of two frames of 48 x 40: black, and black with a white left half.</summary>
    public string DrawFrames(string name)
    {
        using Image black = Image.Black(48, 40, bands: 3).Cast(Enums.BandFormat.Uchar);
        using Image half = Image.Black(24, 40, bands: 3);
        using Image white = half.Linear([1], [255]).Cast(Enums.BandFormat.Uchar);
        using Image left = white.Join(half, Enums.Direction.Horizontal);
        using Image both = black.Join(left, Enums.Direction.Vertical)
            .Mutate(header => header.Set(GValue.GIntType, "page-height", 40));
        both.Gifsave(File(name));
        return File(name);
    }

    public void Dispose()
    {
        Cancellation.Dispose();
        Out.Dispose();
        Error.Dispose();
        Data.Dispose();
        _folder.Dispose();
    }

    private static TestConsole Console()
    {
        var console = new TestConsole();
        console.Profile.Width = 1000;
        return console;
    }
}
