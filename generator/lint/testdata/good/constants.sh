# Sourced by other scripts of the same project, which read these.
{
tool_version=1.4.2
tool_url=https://downloads.example.com/tool
tool_archive=tool-$tool_version.tar.gz
}
