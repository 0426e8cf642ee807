using System.Globalization;

namespace Impasto.Video.Flow;

/// <summary>Flows from elsewhere in a folder, by the frames' numbers.</summary>
/// <remarks>
/// From frame 7 to frame 8 leads <c>forward_7_8.flo</c>, back <c>backward_8_7.flo</c>; the first frame is 1. Both are
/// needed. The names are those of the scripts by Ruder, Dosovitskiy and Brox, 2016.
/// </remarks>
/// <param name="folder">The folder.</param>
internal sealed class FlowFolder(string folder)
{
    /// <summary>Reads the flow between two frames, if the folder has it.</summary>
    /// <param name="before">Number of the frame that was painted before; the clip's first is 0.</param>
    /// <param name="frame">Number of the one to paint, later or earlier.</param>
    /// <param name="into">Receives both directions, at its size, and what can be relied on.</param>
    /// <returns>Whether the folder has both files.</returns>
    /// <exception cref="PictureException">A file can't be read, or has another shape than the frames.</exception>
    public bool TryRead(int before, int frame, FlowPair into)
    {
        bool isBack = frame < before;
        string forward = Name(isBack ? "backward" : "forward", before, frame),
            backward = Name(isBack ? "forward" : "backward", frame, before);
        if (!File.Exists(forward) || !File.Exists(backward))
            return false;
        Read(forward, into.Forward);
        Read(backward, into.Backward);
        into.FindReliability();
        return true;
    }

    private string Name(string kind, int from, int to) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"{kind}_{from + 1}_{to + 1}.flo"));

    private static void Read(string path, FlowField into)
    {
        FlowField flow = FloFile.Read(path);
        // A pixel more or less is rounding.
        if (Math.Abs(((double)flow.Width * into.Height / into.Width) - flow.Height) > 1.5)
        {
            throw new PictureException(
                $"The flow '{path}' can't be used: it has {flow.Size} pixels, the frames {into.Size}.")
            {
                PictureName = path,
            };
        }

        flow = flow.Resize(into.Width, into.Height);
        flow.Horizontal.CopyTo(into.Horizontal, 0);
        flow.Vertical.CopyTo(into.Vertical, 0);
    }
}
