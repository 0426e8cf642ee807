using System.Globalization;
using Impasto.Imaging;

namespace Impasto.Cli.Reporting;

/// <summary>Writes intermediate pictures at regular steps: frame-00400.png.</summary>
/// <param name="folder">The folder; created if it is missing.</param>
/// <param name="every">Steps from one frame to the next.</param>
/// <param name="force">True if older frames may be replaced.</param>
internal sealed class FrameFolder(string folder, int every, bool force) : IPictureReport
{
    /// <summary>Creates the folder and checks that frames can be written there.</summary>
    /// <exception cref="ImpastoException">Frames can't be written, or older ones exist.</exception>
    public static void Check(string folder, bool force)
    {
        try
        {
            Directory.CreateDirectory(folder);
            if (!force && Directory.EnumerateFiles(folder, "frame-*.png").FirstOrDefault() is { } older)
            {
                throw new ImpastoException(
                    $"'{older}' exists already: choose another folder for the frames, or replace them with --force.");
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
        string name = string.Create(CultureInfo.InvariantCulture, $"frame-{value.Step:00000}.png");
        PictureWriter.Write(value.Preview!, Path.Combine(folder, name), new PictureWriteOptions { Overwrite = force });
    }
}
