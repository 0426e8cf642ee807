using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Video.Flow;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
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

    public static VideoResult Paint(Picture painting, IReadOnlyList<string> names)
    {
        using PictureFolderWriter target = new("painted", names: names);
        VideoTask task = new(
            () => new PictureFolderReader("frames"), [new WeightedStyle(painting)], new StylizeOptions())
        {
            CheckpointFolder = "painted.state",
        };
        VideoResult result = new VideoStylizer(NetworkCatalog.Compact().Network, new CpuDevice()).Run(task, target);
        target.Finish();
        VideoStylizer.Forget("painted.state");
        return result;
    }

    public static VideoResult Continue(VideoTask task, IReadOnlyList<string> names)
    {
        int done = VideoStylizer.FramesDone("painted.state");
        using PictureFolderWriter target =
            new("painted", options: new PictureWriteOptions { Overwrite = true }, names: names) { Start = done };
        return new VideoStylizer(NetworkCatalog.Compact().Network, new CpuDevice()).Run(task, target);
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
