using Impasto.Imaging;
using Impasto.Video.Flow;
using Impasto.Video.Frames;
using Impasto.Video.Shots;

namespace Impasto.Samples.Snippets;

internal static class MovingPictures
{
    public static void Copy()
    {
        FfmpegTools tools = FfmpegTools.Find();
        using ClipReader reader = ClipReader.Open("clip.mp4", tools);
        using ClipWriter writer = ClipWriter.Open(
            "result.mp4", tools, new ClipWriteOptions { Rate = reader.Rate, Source = reader.Clip });

        while (reader.Read() is { } frame)
            writer.Write(frame);
        writer.Finish();
    }

    public static Picture Carry(Picture frame, Picture next, Picture result)
    {
        FlowPair pair = new(frame.Width, frame.Height);
        new OpticalFlow().ComputeBoth(frame, next, pair);
        Picture guess = FlowWarp.Apply(result, pair.Backward);

        PictureWriter.Write(FlowColors.Draw(pair.Backward), "flow.png");
        FloFile.Write(pair.Backward, "flow.flo");
        return guess;
    }

    public static IReadOnlyList<Shot> Cuts(IFrameReader reader)
    {
        ShotDetector detector = new();
        while (reader.Read() is { } frame)
            detector.Add(frame);
        return detector.Shots();
    }
}
