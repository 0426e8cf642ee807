using System.Reflection;
using System.Runtime.Loader;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

/// <summary>Other code of the process may use libvips as well: the library leaves its settings alone.</summary>
public sealed class SharedLibvipsTests
{
    [Fact]
    public void Loaders_that_the_reader_refuses_stay_open_to_others()
    {
        // libvips' own format, whose loader is not for untrusted files.
        using var folder = new ScratchFolder();
        using (Image image = Image.Black(9, 8))
            image.WriteToFile(folder.File("a.v"));
        Assert.Throws<PictureException>(() => new PictureReader().Read(folder.File("a.v")));

        using Image opened = Image.NewFromFile(folder.File("a.v"));

        Assert.Equal((9, 8), (opened.Width, opened.Height));
        Assert.Throws<PictureException>(() => new PictureReader().Read(folder.File("a.v")));
    }

    // libvips collects messages in one buffer; the next exception of anybody takes all of them.
    [Fact]
    public void Messages_of_the_readers_failures_do_not_reach_others()
    {
        Assert.Throws<PictureException>(() => new PictureReader().Decode("A letter."u8.ToArray(), "letter"));

        var failure = Assert.Throws<VipsException>(() => Image.Black(4, 4).ExtractArea(2, 2, 9, 9));

        Assert.DoesNotContain("known format", failure.Message, StringComparison.Ordinal);
    }

    // A copy of the library that starts afresh: what it does at its start happens only once in a process.
    [Fact]
    public void Handler_of_warnings_stays_the_others()
    {
        using Image image = Pixels.Image8(9, 7, 3);
        byte[] odd = PngFile.WithOddProfile(image.PngsaveBuffer());
        int warnings = 0;
        Log.LogDelegate count = (_, _, _) => Interlocked.Increment(ref warnings);
        uint handler = Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, count);
        var context = new AssemblyLoadContext("afresh", isCollectible: true);
        try
        {
            Assembly copy = context.LoadFromAssemblyPath(typeof(PictureReader).Assembly.Location);
            Type type = copy.GetType(typeof(PictureReader).FullName!)!;
            object reader = Activator.CreateInstance(type, [null, null, null])!;

            MethodInfo decode = type.GetMethod(nameof(PictureReader.Decode), [typeof(byte[]), typeof(string)])!;

            object picture = decode.Invoke(reader, [odd, "odd"])!;

            Assert.NotSame(typeof(Picture), picture.GetType());
            Assert.True(warnings > 0, "The handler no longer receives libvips' warnings.");
        }
        finally
        {
            Log.RemoveLogHandler("VIPS", handler);
            context.Unload();
            GC.KeepAlive(count);
        }
    }
}
