using System.Globalization;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Reporting;

/// <summary>
/// Writes intermediate pictures at regular steps: frame-00001.png, frame-00002.png and so on, all of the result's size,
/// as programs that make videos expect them.
/// </summary>
/// <param name="folder">The folder; created if it is missing.</param>
/// <param name="every">Steps from one frame to the next.</param>
/// <param name="size">The result's size; pictures of smaller scales are enlarged to it.</param>
/// <param name="force">True if older frames may be replaced.</param>
internal sealed class FrameFolder(string folder, int every, PictureSize size, bool force) : IPictureReport
{
    /// <summary>Creates the folder and checks that frames can be written there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="force">True if older frames may be replaced.</param>
    /// <param name="inputs">Files that the run reads: frames never replace them.</param>
    /// <exception cref="ImpastoException">Frames can't be written, or older ones exist.</exception>
    /// <exception cref="WrongCallException">A frame of the folder is an input.</exception>
    public static void Check(string folder, bool force, IEnumerable<string> inputs)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var older = Directory.EnumerateFiles(folder, "frame-*.png").Select(name => ("--frames", (string?)name));
            new InputFiles(inputs).RequireApart(older);
            if (!force && older.FirstOrDefault().Item2 is { } first)
            {
                throw new ImpastoException(
                    $"'{first}' exists already: choose another folder for the frames, or replace them with --force.");
            }

            PictureWriter.Check(Path.Combine(folder, "frame-00000.png"), new PictureWriteOptions { Overwrite = force });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The frames can't be written to '{folder}': {failure.Reason()}.", failure);
        }
    }

    public bool WantsPicture(StylizeProgress step) => step.Step % every == 0;

    public void Report(StylizeProgress value)
    {
        if (!WantsPicture(value))
            return;
        string name = string.Create(CultureInfo.InvariantCulture, $"frame-{value.Step / every:00000}.png");
        PictureWriter.Write(
            Resampler.Resize(value.Preview!, size.Width, size.Height),
            Path.Combine(folder, name),
            new PictureWriteOptions { Overwrite = force });
    }
}
