using Impasto.Imaging;

namespace Impasto.Tests.Clips;

/// <summary>One column of a clip over time: flicker shows as stripes down, motion as slanted lines.</summary>
internal static class ClipStrip
{
    private const int FrameWidth = 8;

    /// <summary>The middle column of every frame, drawn 8 pixels wide, from left to right.</summary>
    public static Picture Draw(IReadOnlyList<Picture> frames)
    {
        (int width, int height) = (frames.Count * FrameWidth, frames[0].Height);
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            Picture frame = frames[i % width / FrameWidth];
            pixels[i] = frame.Pixels[(i / width * frame.Width) + (frame.Width / 2)];
        }

        return new Picture(width, height, pixels);
    }
}
